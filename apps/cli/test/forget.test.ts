import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openPublisher } from "@openclaw/event-publisher";
import {
  createEventReader,
  foldEvents,
  readFollower,
  runFollower,
  type FollowerState,
  type Projection,
} from "@openclaw/event-query";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { readTree } from "@openclaw/tooling/read-tree";
import { expect, test } from "vitest";
import { z } from "zod";
import { message, record } from "./conversation.ts";
import { createMachine } from "./machine.ts";

const session = "agent:main:telegram:direct:42";
const child = "agent:main:subagent:7";
const needle = "lighthouse keeper";

function within(key: string, position: number, data: object): OpenClawEvent {
  const { payload, ...event } = message(position, "");
  const type = "text" in data ? event.type : "subagent.spawned";
  const id = `${event.id}-${key}`;
  return { ...event, id, session: key, type, payload: { ...payload, data, sessionKey: key } };
}

/** A session with a large message, its sub-agent's session, and what another agent says of the same. */
const conversation = [
  within(session, 0, { text: `I am the ${needle}`, senderId: "42" }),
  within(session, 1, { text: `Hello, ${needle}` }),
  within(session, 2, { text: `${needle} `.repeat(80_000) }),
  within(session, 3, { childSessionKey: child }),
  within(child, 4, { text: `look for the ${needle}` }),
  message(5, "something else"),
];
const others = message(0, `another ${needle}`, { agent: "helper" });

test("what is forgotten is nowhere, and stays so; the same words of another agent stay", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  const env = { NATS_URL: server.url };
  await record(server.url, [...conversation, others]);
  await leaveTraces(machine.stateDir);
  await leaveDocuments(server.url);
  await machine.json(["backup", "old"], env);

  const asked = await machine.json(["forget", "--session", session], env);
  const before = await places(server.dir, machine.stateDir);
  const done = await machine.run(["forget", "--session", session, "--yes"], env);
  const after = await places(server.dir, machine.stateDir);
  await server.restart();
  const afterRestart = await places(server.dir, machine.stateDir);
  const restored = await machine.run(["restore", "old", "--as", "restored"], env);
  const afterRestore = await places(server.dir, machine.stateDir);
  const again = await machine.json(["forget", "--session", session, "--yes"], env);
  const left = await machine.json(["query"], env);
  const follower = await readLeftFollower(server.url);

  expect(asked).toMatchObject({ forgotten: false, events: 5, sessions: [session, child] });
  expect(before).toEqual({ server: expect.closeTo(80_000, -2), machine: 2 });
  expect(done).toMatchObject({ code: 0, stderr: "" });
  expect(done.stdout).toContain("5 events of 2 sessions");
  expect(done.stdout).toContain("outbox common: 1 events overwritten");
  // Another agent's event, and why its follower could not handle it.
  expect(after).toEqual({ server: 2, machine: 0 });
  expect(afterRestart).toEqual(after);
  expect(restored.stdout).toContain("2 events again, equal to the backup but for 5");
  expect(afterRestore).toEqual({ server: 3, machine: 0 });
  expect(follower).toMatchObject({
    checkpoint: { "openclaw-events": 7 },
    parked: [{ sequence: 6 }, { error: expect.stringContaining(needle) }],
  });
  expect(again).toMatchObject({ events: 0 });
  expect(JSON.stringify(left)).toContain("something else");
  expect(JSON.stringify(left)).not.toMatch(/telegram|subagent/);
});

test("an import does not bring back what was forgotten of an agent, or of a time", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  const env = { NATS_URL: server.url };
  await mkdir(join(machine.home, "notes", "memory"), { recursive: true });
  await writeFile(join(machine.home, "notes", "memory", "2026-03-01.md"), `The ${needle}\n`);
  await writeFile(join(machine.home, "notes", "memory", "2026-03-02.md"), "Something else\n");
  await record(server.url, [message(0, `the ${needle}`), message(1, "an answer")]);
  await machine.run(["migrate", "notes"], env);
  await machine.run(["export", "--out", "all.ndjson"], env);

  const period = ["--since", "2026-03-01", "--until", "2026-03-02"];
  const ofTime = await machine.json(["forget", ...period, "--yes"], env);
  const migrated = await machine.json(["migrate", "notes"], env);
  const verified = await machine.run(["verify", "notes"], env);
  const ofAgent = await machine.json(["forget", "--agent", "main", "--yes"], env);
  const migratedAgain = await machine.json(["migrate", "notes"], env);
  const imported = await machine.run(["import", "all.ndjson"], env);
  const left = await machine.json(["query"], env);

  expect(ofTime).toMatchObject({ events: 2 });
  expect(JSON.stringify(migrated)).toContain('"added":0');
  expect(verified).toMatchObject({ code: 0 });
  expect(ofAgent).toMatchObject({ events: 4 });
  expect(JSON.stringify(migratedAgain)).toContain('"added":0');
  expect(imported.stdout).toContain("stored 0 of 6 events");
  expect(JSON.stringify(left)).not.toMatch(/lighthouse|something else|answer/i);
});

test("what somebody wrote is forgotten with its runs, and nothing without a name", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  const env = { NATS_URL: server.url };
  const from = { text: "my name is Anna", senderName: "Anna" };
  await record(server.url, [
    within("agent:main:main", 0, from),
    message(1, "hello Anna"),
    message(2, "what a day"),
  ]);

  const nothing = await machine.run(["forget", "--yes"], env);
  const done = await machine.json(["forget", "--sender", "Anna", "--yes"], env);
  const left = JSON.stringify(await machine.json(["query"], env));

  expect(nothing).toMatchObject({ code: 2, stderr: expect.stringContaining("--session") });
  expect(done).toMatchObject({ events: 2 });
  expect(left).toContain("what a day");
  expect(left).not.toContain("Anna");
});

/** What a gateway that does not run leaves: an event that waits, and a snapshot of memory. */
async function leaveTraces(stateDir: string): Promise<void> {
  const dir = join(stateDir, "event-store");
  await mkdir(join(dir, "memory"), { recursive: true });
  await writeFile(join(dir, "memory", "common.jsonl"), `${needle}\n`);
  await using nowhere = connect({ url: "nats://127.0.0.1:9" });
  const publisher = await openPublisher(nowhere, {
    streamName: "openclaw-events",
    subjectPrefix: "openclaw.events",
    maxAgeMs: 0,
    outbox: { dir: join(dir, "outbox", "common") },
  });
  publisher.publish(within(session, 7, { text: `waiting ${needle}` }));
  await publisher.close({ timeoutMs: 0 });
}

const followerName = "parker";

/** What folds and followers of extensions leave in the server, over several writes. */
async function leaveDocuments(url: string): Promise<void> {
  await using connection = connect({ url });
  const documents = connection.openDocuments();
  const reader = createEventReader(connection, {
    stream: "openclaw-events",
    subjectPrefix: "openclaw.events",
  });
  const texts: Projection<readonly string[]> = {
    name: "texts",
    version: 1,
    schema: z.array(z.string()),
    initial: [],
    apply: (state, each) => [...state, textOf(each)],
  };
  await foldEvents(reader, texts, { snapshots: documents, snapshotEvery: 2 });
  const stop = new AbortController();
  await runFollower(reader, documents, {
    name: followerName,
    attempts: 1,
    handle({ event }) {
      if (event.agent === "helper") stop.abort();
      throw new Error(textOf(event));
    },
    signal: stop.signal,
  });
}

function textOf({ payload }: OpenClawEvent): string {
  return JSON.stringify(payload.data).slice(0, 99);
}

async function readLeftFollower(url: string): Promise<FollowerState | undefined> {
  await using connection = connect({ url });
  return await readFollower(connection.openDocuments(), followerName);
}

/** How often the words are in the files of the server and of the gateway. */
async function places(
  server: string,
  machine: string,
): Promise<{ readonly server: number; readonly machine: number }> {
  return { server: await countIn(server), machine: await countIn(machine) };
}

async function countIn(dir: string): Promise<number> {
  const files = [...(await readTree(dir)).values()];
  return files.reduce((sum, file) => sum + file.toString("latin1").split(needle).length - 1, 0);
}
