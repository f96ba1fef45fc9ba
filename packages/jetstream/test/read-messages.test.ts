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

test("of large messages no more are read at a time than fit in memory", async () => {
  const spec = { name: "large", subjects: ["l.>"], maxAgeMs: 0 };
  await connection.ensureStream(spec);
  const whole = Array.from({ length: 12 }, (_, at) =>
    JSON.stringify({ id: `${at}`, payload: { data: "x".repeat(1_500_000) } }),
  );
  const stubs = await Promise.all(
    whole.map(async (json, at) =>
      connection.checkIn(spec, { id: `${at}`, data: Buffer.from(json) }),
    ),
  );
  await append(
    stubs.map(() => "l.x"),
    { stream: "large", data: stubs },
  );

  const { batches } = await connection.read("large");
  const sizes: number[] = [];
  const read: string[] = [];
  for await (const batch of batches) {
    sizes.push(batch.length);
    read.push(...batch.map(({ data }) => Buffer.from(data).toString()));
  }

  expect(read.map((json, at) => json === whole[at])).toEqual(whole.map(() => true));
  expect(Math.max(...sizes)).toBeLessThan(6);
});

async function append(
  subjects: readonly string[],
  { stream = "events", data = [] }: { stream?: string; data?: readonly Uint8Array[] } = {},
): Promise<void> {
  const acked = new EventEmitter();
  let count = 0;
  const channel = await connection.openAppendChannel(stream, () => {
    count += 1;
    if (count === subjects.length) acked.emit("all");
  });
  const all = once(acked, "all");
  for (const [slot, subject] of subjects.entries())
    channel.send(slot, {
      subject,
      id: `id-${slot}`,
      data: data[slot] ?? Buffer.from(String(slot)),
    });
  await all;
  channel.close();
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
