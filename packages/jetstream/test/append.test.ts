import { EventEmitter, once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type AppendReply, type Connection } from "../src/index.ts";
import { startTestServer, type TestServer } from "../src/testing/index.ts";

let server: TestServer;
let connection: Connection;

beforeAll(async () => {
  server = await startTestServer();
  connection = connect({ url: server.url });
  await connection.ensureStream({ name: "events", subjects: ["e.>"], maxAgeMs: 0 });
});

afterAll(async () => {
  await connection[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

test("tells the sequence of a stored message, and that a second one of its id is a duplicate", async () => {
  const first = await append("events", { subject: "e.a", id: "one" });
  const again = await append("events", { subject: "e.a", id: "one" });

  expect(first).toEqual({ sequence: 1, duplicate: false });
  expect(again).toEqual({ sequence: 1, duplicate: true });
});

test("tells that a subject belongs to another stream", async () => {
  const reply = await append("other", { subject: "e.a", id: "two" });

  expect(reply).toMatchObject({ error: { code: "STREAM_MISMATCH" } });
});

test("tells that no stream has the subject", async () => {
  const reply = await append("events", { subject: "nobody.listens", id: "three" });

  expect(reply).toMatchObject({ error: { code: "UNAVAILABLE" } });
});

async function append(
  stream: string,
  message: { readonly subject: string; readonly id: string },
): Promise<AppendReply> {
  const replies = new EventEmitter();
  const channel = await connection.openAppendChannel(stream, (slot, reply) =>
    replies.emit("reply", slot, reply),
  );
  const replied = once(replies, "reply");
  channel.send(7, { ...message, data: Buffer.from("{}") });
  const [slot, reply] = await replied;
  channel.close();
  expect(slot).toBe(7);
  return reply;
}
