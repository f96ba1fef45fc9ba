import { expect, test } from "vitest";
import { importLegacyStream, rollbackImport, type LegacyRecord } from "../src/index.ts";
import { openStore } from "./store.ts";

const ts = Date.UTC(2026, 1, 3);

/** A record as OpenClaw PR #7358 wrote it. */
function pr7358(seq: number, stream: string, data: object): object {
  const session = "agent:main:main";
  const payload = { runId: "r1", stream, data, sessionKey: session, seq, ts };
  const meta = { runId: "r1", seq, stream };
  const type = "conversation.message.out";
  const id = `r1-${seq}`;
  return {
    id,
    timestamp: ts,
    agent: "agent",
    session,
    type,
    visibility: "internal",
    payload,
    meta,
  };
}

/** A record as `@vainplex/nats-eventstore` wrote it. */
function vainplex(session: string, content: string): object {
  const payload = { content, channel: "webchat" };
  return { id: `${session} ${content}`, ts, agent: "agent", session, type: "msg.in", payload };
}

const records = [
  pr7358(1, "lifecycle", { phase: "start" }),
  pr7358(2, "assistant", { text: "It", delta: "It" }),
  "no record",
  pr7358(3, "assistant", { text: "It is tea", delta: " is tea" }),
  pr7358(4, "lifecycle", { phase: "end" }),
  vainplex("agent:helper:main", "hello"),
  vainplex("agent:main:dashboard:incognito-1", "secret"),
];

async function* oldStream(): AsyncGenerator<LegacyRecord> {
  for (const [at, record] of records.entries())
    yield { sequence: at + 1, data: Buffer.from(JSON.stringify(record)) };
}

test("the streams of older stores come in once, as events of the right agent", async () => {
  await using store = await openStore();

  const report = await importLegacyStream(oldStream(), { ...store, from: "old-events" });
  const again = await importLegacyStream(oldStream(), { ...store, from: "old-events" });

  const events = (await store.events()).map(({ event }) => event);
  expect(events.map(({ agent, type }) => [agent, type])).toEqual([
    ["main", "run.start"],
    ["main", "conversation.message.out"],
    ["main", "run.end"],
    ["helper", "conversation.message.in"],
  ]);
  expect(events[1]?.payload.data).toMatchObject({ text: "It is tea" });
  expect(report).toMatchObject({ records: 7, added: 4 });
  expect(report.problems).toEqual([
    { path: "old-events, message 3", message: expect.stringContaining("neither a record") },
  ]);
  expect(again.added).toBe(0);
});

test("an import of a stream rolls back", async () => {
  await using store = await openStore();
  const { importId, added } = await importLegacyStream(oldStream(), {
    ...store,
    from: "old-events",
  });

  const { removed } = await rollbackImport(importId, store);

  expect(removed).toBe(added);
  expect(await store.events()).toEqual([]);
});
