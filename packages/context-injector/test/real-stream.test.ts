import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectRaw } from "@nats-io/transport-node";
import { createEventReader } from "@openclaw/event-query";
import { connect } from "@openclaw/jetstream";
import type { Connection } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { expect, onTestFinished, test } from "vitest";
import { fillStream, stores } from "../bench/fill-stream.ts";
import { createContextInjector, createFileSnapshots } from "../src/index.ts";
import type { ContextInjector } from "../src/index.ts";
import { day, said } from "./array-reader.ts";

const request = { agent: "main", session: "agent:main:new", budgetTokens: 500 };

async function snapshotPath(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "memory-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  return join(dir, "memory.snapshot");
}

async function start(connection: Connection, path: string): Promise<ContextInjector> {
  const reader = createEventReader(connection, stores);
  const injector = createContextInjector(reader, { snapshots: createFileSnapshots(path) });
  await injector.start();
  return injector;
}

async function deleteStream(url: string): Promise<void> {
  const { host, username, password } = new URL(url);
  const nats = await connectRaw({ servers: host, user: username, pass: password });
  await nats.request(`$JS.API.STREAM.DELETE.${stores.stream}`);
  await nats.close();
}

test("a restart on a stream goes on where the snapshot ends", async () => {
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  const path = await snapshotPath();
  await fillStream(connection, [said("I live in Bern.")]);
  const first = await start(connection, path);
  await first.close();

  await fillStream(connection, [said("And I work in Basel.", { timestamp: day(2) })]);
  await using second = await start(connection, path);
  const { text, messageCount } = await second.contextFor(request);

  expect(messageCount).toBe(2);
  expect(text).toContain("Bern");
  expect(text).toContain("Basel");
});

test("a stream that was made anew under its name is not taken for the one before", async () => {
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  const path = await snapshotPath();
  await fillStream(connection, [said("I live in Bern."), said("In a flat.")]);
  const first = await start(connection, path);
  await first.close();

  await deleteStream(server.url);
  const anew = [said("I live in Basel."), said("With a cat."), said("And a dog.")];
  await fillStream(connection, anew);
  await using second = await start(connection, path);
  const { text, messageCount } = await second.contextFor(request);

  expect(messageCount).toBe(3);
  expect(text).toContain("Basel");
  expect(text).not.toContain("Bern");
});
