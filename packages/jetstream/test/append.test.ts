import { EventEmitter, once } from "node:events";
import { jetstreamManager, type StreamConfig } from "@nats-io/jetstream";
import { connect as dial } from "@nats-io/transport-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type AppendReply, type Connection } from "../src/index.ts";
import { startConfiguredServer, startTestServer, type TestServer } from "../src/testing/index.ts";

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

test.each([
  ["a stream that is full", "STORAGE_FULL", { max_bytes: 100, discard: "new" }],
  ["a stream that takes no such large messages", "PAYLOAD_TOO_LARGE", { max_msg_size: 8 }],
] as const)("tells of %s", async (_, code, limits) => {
  const name = code.replaceAll("_", "-");
  await addStream({ ...limits, name, subjects: [name] });

  const reply = await append(name, { subject: name, id: name, data: "x".repeat(200) });

  expect(reply).toMatchObject({ error: { code } });
});

test("tells at once what this user may not publish, and that it may not hear the replies", async () => {
  const permissions = {
    publisher: `publish: { deny: "e.>" }`,
    listener: `subscribe: { deny: "_INBOX.*.*" }`,
  };
  await using guarded = await startConfiguredServer(
    (dir) => `jetstream { store_dir: "${dir}/store" }
      authorization { users: [${Object.entries(permissions)
        .map(([user, rules]) => `{ user: ${user}, password: x, permissions: { ${rules} } }`)
        .join(", ")}] }`,
  );
  const refusals: unknown[] = [];

  for (const user of Object.keys(permissions)) {
    await using denied = connect({ url: `nats://${user}:x@127.0.0.1:${guarded.port}` });
    const heard = new EventEmitter();
    const refused = once(heard, "refused");
    const channel = await denied.openAppendChannel(
      "events",
      () => undefined,
      (subject, { code }) => heard.emit("refused", { subject, code }),
    );
    channel.send(0, { subject: "e.a", id: "1", data: Buffer.from("{}") });
    refusals.push(...(await refused));
    channel.close();
  }

  expect(refusals).toEqual([
    { subject: "e.a", code: "PERMISSION_DENIED" },
    { subject: undefined, code: "PERMISSION_DENIED" },
  ]);
});

async function addStream(config: Partial<StreamConfig> & { name: string }): Promise<void> {
  const { host, username, password } = new URL(server.url);
  const nats = await dial({ servers: host, user: username, pass: password });
  await (await jetstreamManager(nats)).streams.add(config);
  await nats.close();
}

async function append(
  stream: string,
  { data = "{}", ...message }: { readonly subject: string; readonly id: string; data?: string },
): Promise<AppendReply> {
  const replies = new EventEmitter();
  const channel = await connection.openAppendChannel(stream, (slot, reply) =>
    replies.emit("reply", slot, reply),
  );
  const replied = once(replies, "reply");
  channel.send(7, { ...message, data: Buffer.from(data) });
  const [slot, reply] = await replied;
  channel.close();
  expect(slot).toBe(7);
  return reply;
}
