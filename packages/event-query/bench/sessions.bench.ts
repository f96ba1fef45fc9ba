import assert from "node:assert/strict";
import { eventSubject, agentPrefix } from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import type { Bench } from "@openclaw/tooling/bench";
import { createEventReader, readLastMessages, type EventFilter } from "../src/index.ts";
import { countOf } from "./count-of.ts";
import { inTurns } from "./in-turns.ts";
import { fillStream, madeUpEvent } from "./made-up-streams.ts";
import { connectRaw } from "./raw-client.ts";

const size = 1_000_000;
const sessionLength = 5;
const pageSize = 20;
const ownStores = 10;

/** Reading where each conversation is short: a million events of 200 000 sessions, and agents with own stores. */
export const bench: Bench = async (report) => {
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  await using raw = await connectRaw(server.url);
  const store = await fillStream(connection, size, { name: "sessions", eventAt });
  const agents = Object.fromEntries(
    await Promise.all(
      Array.from({ length: ownStores }, async (_, at) => {
        const own = (place: number): ReturnType<typeof eventAt> => ofAgent(place, `own-${at}`);
        const name = `own-${at}`;
        return [name, await fillStream(connection, 10_000, { name, eventAt: own })] as const;
      }),
    ),
  );
  const reader = createEventReader(connection, store);
  const all = createEventReader(connection, { ...store, agents });
  const newest = async (filter: EventFilter): Promise<void> => {
    const { events } = await reader.page(filter, { order: "desc", limit: pageSize });
    assert.equal(events.length, pageSize);
  };
  const some = eventAt(size / 2);
  const { agent, session } = some;
  const prefix = agentPrefix(store.subjectPrefix, agent);
  const subject = `${eventSubject(prefix, some).split(".").slice(0, -3).join(".")}.>`;

  await raw.takeRequests();
  await newest({ agent: "busy" });
  assert((await raw.takeRequests()) <= 2);

  for (const [name, ms] of await inTurns([
    ["limit-session", async () => raw.read(store.stream, { count: sessionLength, subject })],
    ["session", async () => assert.equal(await countOf(reader.read({ agent, session })), 5)],
    ["session-of-any-agent", async () => assert.equal(await countOf(reader.read({ session })), 5)],
    ["newest-20", async () => newest({})],
    ["newest-20-of-an-agent", async () => newest({ agent: "busy" })],
    ["newest-20-of-a-type", async () => newest({ type: "conversation.tool_call" })],
    ["newest-20-messages", async () => readLastMessages(reader, {}, { limit: pageSize })],
    ["newest-20-of-eleven-stores", async () => all.page({}, { order: "desc", limit: pageSize })],
  ]))
    report({ case: name, value: ms, unit: "ms" });
};

function eventAt(at: number): ReturnType<typeof madeUpEvent> {
  return ofAgent(at, Math.floor(at / sessionLength) % 10 === 0 ? "some" : "busy");
}

function ofAgent(at: number, agent: string): ReturnType<typeof madeUpEvent> {
  const session = `agent:${agent}:chat-${Math.floor(at / sessionLength)}`;
  return { ...madeUpEvent(at, size), agent, session };
}
