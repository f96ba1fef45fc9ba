import { startTestServer } from "@openclaw/jetstream/testing";
import type { Turn } from "@openclaw/tooling/gateway-harness";
import { expect, test } from "vitest";
import { doubled, eventsOfRuns, helper, main, startGateway } from "./scenario.ts";

const perTurn = ["conversation.message.in", "conversation.message.out", "run.end", "run.start"];

test("ten reloads during traffic lose and double nothing", async () => {
  await using server = await startTestServer();
  await using gateway = await startGateway({ url: server.url });
  const turns: Turn[] = [await gateway.chat(main, "before")];
  const reloads = new AbortController();

  const traffic = async (session: string): Promise<void> => {
    for (let number = 0; !reloads.signal.aborted; number++)
      turns.push(await gateway.chat(session, `message ${number} to ${session}`));
  };
  const talking = Promise.all([traffic(main), traffic(helper)]);
  for (let reload = 0; reload < 10; reload++)
    await gateway.request("plugins.reload", { plugins: [{ pluginId: "event-store" }] });
  reloads.abort();
  await talking;
  turns.push(await gateway.chat(main, "after"));

  // While it swaps plugins the gateway refuses some messages before a run begins.
  const answered = turns.filter(({ state }) => state === "final");
  const events = await eventsOfRuns(
    server.url,
    answered.map(({ runId }) => runId),
  );
  for (const { runId, state } of turns) {
    const types = events.filter(({ payload }) => payload.runId === runId).map(({ type }) => type);
    const told = types.filter((type) => perTurn.includes(type)).toSorted();
    expect(told).toEqual(state === "final" ? perTurn : ["conversation.message.in"]);
  }
  expect(doubled(events)).toEqual([]);
  process.stdout.write(`${turns.length} turns over 10 reloads, ${answered.length} answered\n`);
}, 600_000);
