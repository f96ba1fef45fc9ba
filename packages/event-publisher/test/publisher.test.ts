import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect as dial } from "@nats-io/transport-node";
import { isEventStoreError, parseEvent, type OpenClawEvent } from "@openclaw/event-schema";
import { connect, type Connection } from "@openclaw/jetstream";
import { startTestServer, type TestServer } from "@openclaw/jetstream/testing";
import { fromSource } from "@openclaw/tooling/run-program";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openPublisher, type Publisher, type PublisherOptions } from "../src/index.ts";
import { madeUpEvent } from "./made-up-event.ts";

const subjectPrefix = "openclaw.events";
let server: TestServer;
let connection: Connection;
let dir: string;
let streamName: string;
let streams = 0;

beforeAll(async () => {
  server = await startTestServer();
  connection = connect({ url: server.url });
});

afterAll(async () => {
  await connection[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "openclaw-outbox-"));
  streams += 1;
  streamName = `events-${streams}`;
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

test("stores what it accepts, in order, with the event's id for the server to know it by", async () => {
  await using publisher = await open();
  const events = [madeUpEvent(1), madeUpEvent(2), madeUpEvent(3)];

  for (const each of events) publisher.publish(each);
  const flushed = await publisher.flush();

  expect(flushed).toBe(true);
  expect(await stored()).toEqual(events);
  const { messages } = await connection.read(streamName);
  for await (const message of messages)
    expect(message.header("Nats-Msg-Id")).toBe(
      parseEvent(JSON.parse(Buffer.from(message.data).toString())).id,
    );
});

test("refuses what is no event, naming the field", async () => {
  await using publisher = await open();

  const refused = (): unknown => publisher.publish({ ...madeUpEvent(1), agent: "" });

  expect(refused).toThrow(/agent/);
});

test("accepts events while the server is down, and stores them when it is up", async () => {
  await server.stop();
  const publisher = await open();

  publisher.publish(madeUpEvent(1));
  const before = publisher.status;
  await server.restart();
  const flushed = await publisher.flush();

  expect(before).toMatchObject({ state: "connecting", pending: 1 });
  expect(flushed).toBe(true);
  expect(publisher.status).toMatchObject({ state: "ready", pending: 0, lost: 0 });
  await publisher.close();
  expect(await stored()).toEqual([madeUpEvent(1)]);
});

test("leaves what it could not send to its successor", async () => {
  await server.stop();
  const first = await open();
  first.publish(madeUpEvent(1));
  await first.close({ timeoutMs: 50 });
  await server.restart();

  await using second = await open();
  await second.flush();

  expect(await stored()).toEqual([madeUpEvent(1)]);
});

test("lets one process at a time use an outbox", async () => {
  const first = await open();

  const error = await open().catch((reason: unknown) => reason);

  expect(isEventStoreError(error, "IN_USE")).toBe(true);
  await first.close();
});

test("sends again what the server lost after its ack", async () => {
  const publisher = await open({ durableAfterMs: 60_000 });
  publisher.publish(madeUpEvent(1));
  await publisher.flush();

  await server.kill();
  await rm(join(server.dir, "store"), { recursive: true });
  await server.restart();
  publisher.publish(madeUpEvent(2));
  await publisher.flush();

  expect(await stored()).toEqual([madeUpEvent(1), madeUpEvent(2)]);
  await publisher.close();
});

test("keeps an event that is larger than the server takes, whole", async () => {
  await using publisher = await open();
  const large = madeUpEvent(1, "lange Worte ".repeat(200_000));

  publisher.publish(madeUpEvent(0));
  publisher.publish(large);
  publisher.publish(madeUpEvent(2));
  await publisher.flush();

  expect(await stored()).toEqual([madeUpEvent(0), large, madeUpEvent(2)]);
});

test("keeps an event that is larger than its stream takes, whole", async () => {
  await limitMessages(streamName, 2000);
  await using publisher = await open();
  const large = madeUpEvent(1, "x".repeat(3000));

  publisher.publish(large);
  await publisher.flush();

  expect(await stored()).toEqual([large]);
});

test("nothing is left of a large event that is erased", async () => {
  await using publisher = await open();
  const large = madeUpEvent(1, "secret ".repeat(200_000));
  publisher.publish(large);
  await publisher.flush();

  const before = await connection.streamState(`OBJ_${streamName}-blobs`);
  await connection.remove({ stream: streamName, sequence: 1, largeId: large.id });

  const after = await connection.streamState(`OBJ_${streamName}-blobs`);
  expect(before.bytes).toBeGreaterThan(1_400_000);
  expect(after.bytes).toBeLessThan(1000);
  expect(await stored()).toEqual([]);
});

test("tells what a full outbox refuses as a gap", async () => {
  await server.stop();
  const publisher = await open({ outbox: { dir, maxBytes: 20_000 } });
  const offered = Array.from({ length: 100 }, (_, n) => madeUpEvent(n));

  const accepted = offered.filter((each) => publisher.publish(each));
  await server.restart();
  await publisher.close();

  const all = await stored();
  const gaps = all.filter(({ type }) => type === "store.gap");
  expect(accepted.length).toBeLessThan(100);
  expect(all.filter(({ type }) => type !== "store.gap")).toEqual(accepted);
  expect(gaps.map(({ agent, payload }) => [agent, payload.data])).toEqual([
    ["main", expect.objectContaining({ cause: "outbox-full", count: 100 - accepted.length })],
  ]);
});

test("passes over a damaged entry of the outbox and tells of it", async () => {
  await server.stop();
  const first = await open();
  for (let n = 0; n < 10; n++) first.publish(madeUpEvent(n));
  await first.close({ timeoutMs: 50 });
  await damage(6);
  await server.restart();

  await using second = await open();
  second.publish(madeUpEvent(10));
  await second.flush();

  const all = await stored();
  expect(all.filter(({ type }) => type !== "store.gap").map(({ id }) => id)).toEqual(
    [0, 1, 2, 3, 4, 5, 7, 8, 9, 10].map((n) => madeUpEvent(n).id),
  );
  expect(second.status.lost).toBe(1);
  expect(all.filter(({ type }) => type === "store.gap").map(({ payload }) => payload.data)).toEqual(
    [{ cause: "outbox-corrupt", count: 1 }],
  );
});

test("has every event whose turn is over when the process is killed", async () => {
  await server.stop();
  const script = join(import.meta.dirname, "publish-and-be-killed.ts");
  const child = spawn(process.execPath, [...fromSource, script, dir, streamName], {
    env: { ...process.env, NATS_TEST_URL: server.url },
    stdio: "ignore",
  });
  await once(child, "exit");
  await server.restart();

  await using publisher = await open();
  await publisher.flush();

  expect(child.signalCode).toBe("SIGKILL");
  expect(await stored()).toHaveLength(100);
});

async function open(options: Partial<PublisherOptions> = {}): Promise<Publisher> {
  return openPublisher(connection, {
    streamName,
    subjectPrefix: `${subjectPrefix}.${streamName}`,
    maxAgeMs: 0,
    outbox: { dir },
    ackTimeoutMs: 1000,
    ...options,
  });
}

async function stored(): Promise<readonly OpenClawEvent[]> {
  const events: OpenClawEvent[] = [];
  const { messages } = await connection.read(streamName);
  for await (const { data } of messages)
    events.push(parseEvent(JSON.parse(Buffer.from(data).toString())));
  return events;
}

/** Makes the stream one that takes no message larger than this. */
async function limitMessages(name: string, maxBytes: number): Promise<void> {
  const { host, username, password } = new URL(server.url);
  const nats = await dial({ servers: host, user: username, pass: password });
  const manager = await jetstreamManager(nats);
  const subjects = [`${subjectPrefix}.${name}.>`];
  await manager.streams.add({ name, subjects, max_msg_size: maxBytes });
  await nats.close();
}

/** Breaks the record of an entry in the only segment. */
async function damage(entry: number): Promise<void> {
  const name = (await readdir(dir)).find((file) => file.endsWith(".log")) ?? "";
  const bytes = await readFile(join(dir, name));
  const at = bytes.indexOf(madeUpEvent(entry).id);
  bytes[at] = 0;
  await writeFile(join(dir, name), bytes);
}
