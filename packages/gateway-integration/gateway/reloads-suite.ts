import type { Turn } from "@openclaw/tooling/gateway-harness";
import { expect, test } from "vitest";
import { doubled, eventsOfRuns, helper, main, type World } from "./scenario.ts";

const perTurn = ["conversation.message.in", "conversation.message.out", "run.end", "run.start"];
const reloads = process.env["GATEWAY_TEST_LONG"] === undefined ? 3 : 10;

export function testReloads(world: World): void {
  test(`${reloads} reloads during traffic lose and double nothing`, async () => {
    const { gateway, server } = world;
    const turns: Turn[] = [await gateway.chat(main, "before")];
    const done = new AbortController();

    const traffic = async (session: string): Promise<void> => {
      for (let number = 0; !done.signal.aborted; number++)
        turns.push(await gateway.chat(session, `message ${number} to ${session}`));
    };
    const talking = Promise.all([traffic(main), traffic(helper)]);
    for (let reload = 0; reload < reloads; reload++)
      await gateway.request("plugins.reload", { plugins: [{ pluginId: "event-store" }] });
    done.abort();
    await talking;
    turns.push(await gateway.chat(main, "after"));

    // While it swaps plugins the gateway refuses some messages before a run begins, and tells an error or,
    // where a newer generation of plugins has come meanwhile, an end without an answer.
    const begun = new Set(
      gateway.heard.filter(({ stream }) => stream === "lifecycle").map(({ runId }) => runId),
    );
    const answered = turns.filter(({ runId }) => begun.has(runId));
    const events = await eventsOfRuns(
      server.url,
      answered.map(({ runId }) => runId),
    );
    for (const { sentAs, runId } of turns) {
      const ids = [sentAs, runId];
      const own = events.filter(({ payload }) => ids.includes(payload.runId));
      const types = own.map(({ type }) => type);
      const told = types.filter((type) => perTurn.includes(type)).toSorted();
      expect(told).toEqual(begun.has(runId) ? perTurn : ["conversation.message.in"]);
    }
    expect(doubled(events)).toEqual([]);
    expect(answered).not.toEqual([]);
    process.stdout.write(
      `${turns.length} turns over ${reloads} reloads, ${answered.length} answered\n`,
    );
  });
}
