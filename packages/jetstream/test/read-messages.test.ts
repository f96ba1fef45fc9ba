import { EventEmitter, once } from "node:events";
import { isEventStoreError } from "@openclaw/event-schema";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Connection } from "../src/index.ts";
import { startTestServer, type TestServer } from "../src/testing/index.ts";

let server: TestServer;
let connection: Connection;

beforeAll(async () => {
  server = await startTestServer();
  connection = connect({ url: server.url });
  await connection.ensureStream({ name: "events", subjects: ["e.>"], maxAgeMs: 0 });
  await append(["e.a", "e.b", "e.a", "e.c"]);
});

afterAll(async () => {
  await connection[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

test("reads the messages of the asked subjects in order", async () => {
  const { count, messages } = await connection.read("events", { subjects: ["e.a", "e.c"] });

  const read = await collect(messages);

  expect(count).toBe(3);
  expect(read.map(({ subject, sequence }) => [subject, sequence])).toEqual([
    ["e.a", 1],
    ["e.a", 3],
    ["e.c", 4],
  ]);
});

test("starts at a sequence", async () => {
  const { messages } = await connection.read("events", { startSequence: 3 });

  const read = await collect(messages);

  expect(read.map(({ sequence }) => sequence)).toEqual([3, 4]);
});

test("ends at once where nothing matches", async () => {
  const { count, messages } = await connection.read("events", { subjects: ["e.none"] });

  const read = await collect(messages);

  expect([count, read]).toEqual([0, []]);
});

test("tells a missing stream from an empty one", async () => {
  const error = await connection.read("missing").catch((reason: unknown) => reason);

  expect(isEventStoreError(error, "STREAM_NOT_FOUND")).toBe(true);
});

async function append(subjects: readonly string[]): Promise<void> {
  const acked = new EventEmitter();
  let count = 0;
  const channel = await connection.openAppendChannel("events", () => {
    count += 1;
    if (count === subjects.length) acked.emit("all");
  });
  const all = once(acked, "all");
  for (const [slot, subject] of subjects.entries())
    channel.send(slot, { subject, id: `id-${slot}`, data: Buffer.from(String(slot)) });
  await all;
  channel.close();
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
