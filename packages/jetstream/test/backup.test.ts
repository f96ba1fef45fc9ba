import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { jetstream, jetstreamManager, type JetStreamManager } from "@nats-io/jetstream";
import { headers, type NatsConnection } from "@nats-io/nats-core";
import { connect as dial } from "@nats-io/transport-node";
import { isEventStoreError } from "@openclaw/event-schema";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect, type Connection, type StoredMessage } from "../src/index.ts";
import { startConfiguredServer, startTestServer, type TestServer } from "../src/testing/index.ts";

let server: TestServer;
let connection: Connection;
let nats: NatsConnection;
let manager: JetStreamManager;
let dir: string;

/** Servers of their own: one that deletes a stream twice may bring its messages back. */
beforeEach(async () => {
  server = await startTestServer();
  connection = connect({ url: server.url });
  const { host, username, password } = new URL(server.url);
  nats = await dial({ servers: host, user: username, pass: password });
  manager = await jetstreamManager(nats);
  dir = join(server.dir, "backup");
});

afterEach(async () => {
  await nats.close();
  await connection[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const spec = { name: "events", subjects: ["openclaw.events.>"], maxAgeMs: 90 * 86_400_000 };

async function publish(count: number, agent = "main"): Promise<void> {
  const js = jetstream(nats);
  for (let at = 0; at < count; at += 1)
    await js.publish(
      `openclaw.events.${agent}.internal.s.${at % 3}`,
      JSON.stringify({ at, text: "Grüße\u2028🚲" }),
      {
        msgID: `${agent}-${at}`,
      },
    );
}

async function contents(stream: string): Promise<readonly object[]> {
  const { messages } = await connection.read(stream);
  const all: object[] = [];
  for await (const message of messages) all.push(describe(message));
  return all;
}

function describe({ sequence, subject, data, headers: all }: StoredMessage): object {
  const kept = all().filter(([name]) => !name.startsWith("Nats-Expected-"));
  const { "Nats-Msg-Id": id, ...rest } = Object.fromEntries(kept);
  return { sequence, subject, id, headers: rest, data: Buffer.from(data).toString("hex") };
}

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(
    () => undefined,
    (error: unknown) => (isEventStoreError(error) ? error.code : String(error)),
  );
}

test("a deleted stream comes back with the same bytes under the same sequences", async () => {
  await connection.ensureStream(spec);
  await publish(50);
  const binary = headers();
  binary.set("X-Kind", "binary");
  await jetstream(nats).publish("openclaw.events.main.public.s.x", new Uint8Array([0, 255, 128]), {
    headers: binary,
  });
  await manager.streams.purge("events", { seq: 6 });
  for (const sequence of [9, 10, 11, 30]) await manager.streams.deleteMessage("events", sequence);
  await manager.consumers.add("events", {
    durable_name: "follower",
    ack_policy: "explicit",
    filter_subject: "openclaw.events.main.>",
  });
  const before = await contents("events");

  const manifest = await connection.backup("events", { dir });
  await manager.streams.delete("events");
  const { state, live } = await connection.restore({ dir });

  expect(manifest).toMatchObject({ messages: 42, firstSequence: 6, lastSequence: 51 });
  expect(await contents("events")).toEqual(before);
  expect(state).toMatchObject({ ...spec, firstSequence: 6, lastSequence: 51, messages: 42 });
  expect(live).toBe(true);
  await publish(1, "later");
  expect(await connection.streamState("events")).toMatchObject({ lastSequence: 52 });
  expect((await manager.consumers.info("events", "follower")).num_pending).toBe(42);
});

test("a backup is restored under another name beside the stream it was made of", async () => {
  await connection.ensureStream(spec);
  await publish(10);
  await connection.backup("events", { dir });

  const { live } = await connection.restore({ dir, as: "copy" });
  await publish(1, "later");

  expect(live).toBe(false);
  expect(await contents("copy")).toEqual((await contents("events")).slice(0, 10));
});

test("a part of a stream is backed up by its subjects", async () => {
  await connection.ensureStream(spec);
  await publish(3, "main");
  await publish(4, "helper");
  await publish(3, "other");

  await connection.backup("events", { dir, subjects: ["openclaw.events.helper.>"] });
  await connection.restore({ dir, as: "helper-only" });

  const restored = await contents("helper-only");
  expect(restored.map((message) => Reflect.get(message, "id"))).toEqual([
    "helper-0",
    "helper-1",
    "helper-2",
    "helper-3",
  ]);
});

test("messages that share an id are all restored", async () => {
  await manager.streams.add({
    name: "events",
    subjects: ["openclaw.events.>"],
    duplicate_window: 100e6,
  });
  const js = jetstream(nats);
  for (const text of ["first", "second"]) {
    await js.publish("openclaw.events.a", text, { msgID: "same" });
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  const before = await contents("events");

  await connection.backup("events", { dir });
  await manager.streams.delete("events");
  await connection.restore({ dir });

  expect(before).toHaveLength(2);
  expect(await contents("events")).toEqual(before);
});

test("events too large for one message come back whole", async () => {
  await connection.ensureStream(spec);
  const event = { id: "large", payload: { data: { text: "Ω".repeat(1_500_000) } } };
  const data = Buffer.from(JSON.stringify(event));
  const stub = await connection.checkIn(spec, { id: "large", data });
  await jetstream(nats).publish("openclaw.events.main.x", stub, { msgID: "large" });

  await connection.backup("events", { dir });
  await manager.streams.delete("events");
  await connection.deleteBlob("events", "large");
  await connection.restore({ dir, as: "copy" });

  const [restored] = await contents("copy");
  expect(restored).toMatchObject({ id: "large", data: data.toString("hex") });
});

test("what was acknowledged before a backup is in it, however many more come meanwhile", async () => {
  await connection.ensureStream(spec);
  await publish(300);
  const js = jetstream(nats);
  const load = { on: true, acked: 300 };
  const loading = (async () => {
    for (; load.on; load.acked += 1)
      await js.publish("openclaw.events.main.x", `late ${load.acked}`);
  })();

  const acknowledged = load.acked;
  const manifest = await connection.backup("events", { dir });
  load.on = false;
  await loading;
  await connection.restore({ dir, as: "copy" });

  expect(manifest.messages).toBeGreaterThanOrEqual(acknowledged);
  expect(await contents("copy")).toEqual((await contents("events")).slice(0, manifest.messages));
});

test("a backup that was changed is refused before anything is created", async () => {
  await connection.ensureStream(spec);
  await publish(3);
  await connection.backup("events", { dir });
  await appendFile(join(dir, "messages.ndjson.gz"), "x");

  const restoring = await codeOf(connection.restore({ dir, as: "copy" }));

  expect(restoring).toBe("CORRUPT");
  expect(await codeOf(connection.streamState("copy"))).toBe("STREAM_NOT_FOUND");
});

test("a stream that never held a message gives way to the backup", async () => {
  await connection.ensureStream(spec);
  await publish(3);
  await connection.backup("events", { dir });
  const before = await contents("events");
  await manager.streams.delete("events");
  await connection.ensureStream(spec);

  await connection.restore({ dir });

  expect(await contents("events")).toEqual(before);
});

test("neither a stream nor a directory that exists is written over", async () => {
  await connection.ensureStream(spec);
  await publish(2);
  await connection.backup("events", { dir });
  const manifest = await readFile(join(dir, "manifest.json"), "utf8");

  const again = await codeOf(connection.backup("events", { dir }));
  const over = await codeOf(connection.restore({ dir }));

  expect(again).toBe("INVALID_ARGUMENT");
  expect(over).toBe("STREAM_CONFLICT");
  expect(await readFile(join(dir, "manifest.json"), "utf8")).toBe(manifest);
});

test("a failed restore leaves no stream, and says so where it cannot delete it", async () => {
  await connection.ensureStream(spec);
  await publish(3);
  await connection.backup("events", { dir });
  await using guarded = await startConfiguredServer(
    (store) => `jetstream { store_dir: "${store}/store" }
      authorization { users: [{ user: u, password: x, permissions: { publish: { deny: "$JS.API.STREAM.DELETE.>" } } }] }`,
  );
  await using undeletable = connect({ url: `nats://u:x@127.0.0.1:${guarded.port}` });

  const clean = await codeOf(connection.restore({ dir, as: "copy", leaveOut: fail }));
  const failed = undeletable.restore({ dir, leaveOut: fail });

  expect(clean).toBe("INTERNAL");
  expect(await codeOf(connection.streamState("copy"))).toBe("STREAM_NOT_FOUND");
  await expect(failed).rejects.toMatchObject({
    code: "INTERNAL",
    message: expect.stringMatching(/out of luck; the stream is left incomplete.*STREAM\.DELETE/),
  });
  expect(await undeletable.streamState("events")).toMatchObject({ messages: 0 });
});

function fail(): never {
  throw new Error("out of luck");
}
