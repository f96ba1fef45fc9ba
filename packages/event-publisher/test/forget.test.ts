import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { createForgottenTest, tombstoneOf } from "@openclaw/event-schema/forgetting";
import { connect, type Connection } from "@openclaw/jetstream";
import { startTestServer, type TestServer } from "@openclaw/jetstream/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { forgetInOutbox, openPublisher, type Publisher } from "../src/index.ts";
import { event as eventWith } from "./redaction/event.ts";
import { filesHolding } from "./redaction/files-holding.ts";

const until = 1_790_000_001_000;
const tombstone = tombstoneOf(
  { session: "agent:main:main", until },
  { count: 1, of: "main", at: until },
);
let server: TestServer;
let connection: Connection;
let dir: string;

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
});

afterEach(async () => {
  await rm(dir, { recursive: true });
});

test("a publisher at work drops what a tombstone of its stream covers, and sends the rest", async () => {
  await using other = await open("live", "memory");
  await using publisher = await open("live", { dir });
  publisher.publish(event("1", "the needle"));
  publisher.publish(event("2", "the straw", "agent:main:other"));
  await publisher.flush();

  other.publish(tombstone);
  await other.flush();
  await vi.waitFor(async () => expect(await filesHolding(dir, ["needle"])).toEqual([]), 60_000);
  const isTaken = publisher.publish(event("3", "another needle"));
  publisher.publish({ ...event("4", "said later"), timestamp: until });
  const isFlushed = await publisher.flush();

  expect({ isTaken, isFlushed }).toEqual({ isTaken: true, isFlushed: true });
  expect(await filesHolding(dir, ["needle"])).toEqual([]);
  expect(await filesHolding(dir, ["the straw"])).not.toEqual([]);
  expect(await idsIn("live")).toEqual(["1", "2", tombstone.id, "4"]);
});

test("what waited while the server was away is not sent where it was forgotten meanwhile", async () => {
  await using other = await open("away", "memory");
  other.publish(tombstone);
  await other.flush();
  await using nowhere = connect({ url: "nats://127.0.0.1:9" });
  const before = await open("away", { dir }, nowhere);
  for (const id of ["1", "2", "3"]) before.publish(event(id, "the needle"));
  before.publish(event("4", "the straw", "agent:main:other"));
  before.publish(event("large", "needle ".repeat(300_000)));
  await before.close({ timeoutMs: 0 });

  await using publisher = await open("away", { dir });
  const isFlushed = await publisher.flush();

  expect(isFlushed).toBe(true);
  expect(await idsIn("away")).toEqual([tombstone.id, "4"]);
  expect(await filesHolding(dir, ["needle"])).toEqual([]);
  expect(publisher.status).toMatchObject({ pending: 0, lost: 0 });
});

test("an outbox that nobody has open is overwritten by who asks, another one left to its process", async () => {
  const isForgotten = createForgottenTest([tombstone]);
  await using nowhere = connect({ url: "nats://127.0.0.1:9" });
  const publisher = await open("none", { dir }, nowhere);
  publisher.publish(event("1", "the needle"));
  publisher.publish(event("2", "the straw", "agent:main:other"));

  const whileOpen = await forgetInOutbox(dir, isForgotten);
  await publisher.close({ timeoutMs: 0 });
  const afterwards = await forgetInOutbox(dir, isForgotten);
  const again = await forgetInOutbox(dir, isForgotten);

  expect(whileOpen).toEqual({ removed: 0, holder: { pid: process.pid } });
  expect([afterwards.removed, again.removed]).toEqual([1, 0]);
  expect(await filesHolding(dir, ["needle"])).toEqual([]);
  expect(await filesHolding(dir, ["straw"])).toHaveLength(1);
});

function event(id: string, text: string, session = "agent:main:main"): OpenClawEvent {
  return { ...eventWith({ text }), id, session };
}

async function open(
  streamName: string,
  outbox: { readonly dir: string } | "memory",
  over = connection,
): Promise<Publisher> {
  return openPublisher(over, {
    streamName,
    subjectPrefix: `openclaw.${streamName}`,
    maxAgeMs: 0,
    outbox,
  });
}

async function idsIn(stream: string): Promise<readonly (string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  const { messages } = await connection.read(stream);
  for await (const message of messages) ids.push(message.header("Nats-Msg-Id"));
  return ids;
}
