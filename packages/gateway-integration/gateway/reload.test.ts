import { startTestServer } from "@openclaw/jetstream/testing";
import { expect, test } from "vitest";
import { countOf, doubled, eventsOfRuns, helper, main, said, startGateway } from "./scenario.ts";

test("ten reloads during traffic lose and double nothing", async () => {
  await using server = await startTestServer();
  await using gateway = await startGateway({ url: server.url });
  const first = await gateway.chat(main, "before");
  const runs: string[] = [];
  const reloads = new AbortController();

  const traffic = async (session: string): Promise<void> => {
    for (let number = 0; !reloads.signal.aborted; number++) {
      const { runId } = await gateway.chat(session, `message ${number} to ${session}`);
      runs.push(runId);
    }
  };
  const talking = Promise.all([traffic(main), traffic(helper)]);
  for (let reload = 0; reload < 10; reload++)
    await gateway.request("plugins.reload", { plugins: [{ pluginId: "event-store" }] });
  reloads.abort();
  await talking;

  const all = [first.runId, ...runs];
  const events = await eventsOfRuns(server.url, all);
  const counts = (
    type: "conversation.message.in" | "conversation.message.out",
  ): readonly number[] =>
    all.map((runId) => said(events, type).filter(([run]) => run === runId).length);
  expect(counts("conversation.message.in")).toEqual(all.map(() => 1));
  expect(counts("conversation.message.out")).toEqual(all.map(() => 1));
  expect(countOf(events, "run.start")).toBe(all.length);
  expect(countOf(events, "run.end")).toBe(all.length);
  expect(doubled(events)).toEqual([]);
  process.stdout.write(`${all.length} turns over 10 reloads\n`);
}, 600_000);
