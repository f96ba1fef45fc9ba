import assert from "node:assert/strict";
import { connect, type Connection } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import type { Bench } from "@openclaw/tooling/bench";
import { createEventReader, type PagedEventReader } from "../src/index.ts";
import { countOf } from "./count-of.ts";
import { inTurns } from "./in-turns.ts";
import {
  fillStream,
  quietEvents,
  session,
  spreadSession,
  type MadeUpStream,
} from "./made-up-streams.ts";
import { connectRaw } from "./raw-client.ts";

const pageSize = 1000;

/**
 * Reading against the client's own ordered consumer, on streams of 10 000, 100 000 and 1 000 000 events.
 * Where all is read both parse each event, and then neither.
 */
export const bench: Bench = async (report) => {
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  await using raw = await connectRaw(server.url);
  const small = await fillStream(connection, 10_000);
  const middle = await fillStream(connection, 100_000);
  const large = await fillStream(connection, 1_000_000);
  const readers = new Map(
    [small, middle, large].map((store) => [store, createEventReader(connection, store)] as const),
  );

  const readerOf = (store: MadeUpStream): PagedEventReader => {
    const reader = readers.get(store);
    assert(reader);
    return reader;
  };
  const newest = async (agent: string): Promise<readonly number[]> => {
    const { events } = await readerOf(large).page({ agent }, { order: "desc", limit: pageSize });
    assert.equal(events.length, pageSize);
    assert(events.every((stored) => stored.event.agent === agent));
    return events.map(({ sequence }) => sequence);
  };
  const oneSession = async (store: MadeUpStream, key = session): Promise<void> => {
    assert.equal(await countOf(readerOf(store).read({ agent: "busy", session: key })), 50);
  };

  // The quiet agent wrote the first events of the stream.
  const quiet = Array.from({ length: quietEvents }, (_, at) => quietEvents - at);
  for (const agent of ["quiet", "busy", "some", "quiet", "busy", "some"]) {
    await raw.takeRequests();
    const sequences = await newest(agent);
    assert((await raw.takeRequests()) <= 2);
    if (agent === "quiet") assert.deepEqual(sequences, quiet);
  }

  const all = middle.size;
  const rawRead = async (parse: boolean): Promise<void> =>
    assert.equal(await raw.read(middle.stream, { count: all, parse }), all);
  for (const [name, ms] of await inTurns([
    ["limit-read", async () => rawRead(true)],
    ["read-all", async () => assert.equal(await countOf(readerOf(middle).read()), all)],
    ["limit-read-unparsed", async () => rawRead(false)],
    ["read-unparsed", async () => assert.equal(await sizeOf(connection, middle), all)],
  ])) {
    const unit = name.endsWith("unparsed") ? "messages/s" : "events/s";
    report({ case: name, value: (all / ms) * 1000, unit });
  }

  const subject = `${large.subjectPrefix}.quiet.>`;
  for (const [name, ms] of await inTurns([
    ["limit-last-1000", async () => raw.read(large.stream, { count: quietEvents, subject })],
    ["last-1000", async () => newest("quiet")],
    ["last-1000-busy", async () => newest("busy")],
    ["pr-7358", async () => raw.pr7358(large.stream, "quiet", pageSize)],
  ]))
    report({ case: name, value: ms, unit: "ms" });

  const some = {
    count: pageSize,
    startSequence: large.size - pageSize * 10,
    subject: `${large.subjectPrefix}.some.>`,
  };
  for (const [name, ms] of await inTurns([
    ["limit-last-1000-of-a-tenth", async () => raw.read(large.stream, some)],
    ["last-1000-of-a-tenth", async () => newest("some")],
  ]))
    report({ case: name, value: ms, unit: "ms of a tenth" });

  for (const [name, ms] of await inTurns([
    ["session-50@10k", async () => oneSession(small)],
    ["session-50@100k", async () => oneSession(middle)],
    ["session-50@1m", async () => oneSession(large)],
    ["session-50-spread@1m", async () => oneSession(large, spreadSession)],
  ]))
    report({ case: name, value: ms, unit: "ms a session" });
};

async function sizeOf(connection: Connection, { stream }: MadeUpStream): Promise<number> {
  let size = 0;
  for await (const batch of (await connection.read(stream)).batches) size += batch.length;
  return size;
}
