import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { createRecorder } from "@openclaw/gateway-integration";
import { expect, test } from "vitest";
import { z } from "zod";
import { importTranscripts, planTranscripts } from "../src/index.ts";
import { recordedEvents } from "./recorded-run.ts";
import { createWorkspace, openStore, type Store, type Workspace } from "./store.ts";

const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));
const live = recordedEvents();
const readsSqlite = "zstdDecompressSync" in (await import("node:zlib"));
if (!readsSqlite)
  process.stderr.write(
    `Node ${process.versions.node} has no zstd: SQLite and archives are not tested\n`,
  );

const row = z.object({ session_id: z.string(), event: z.unknown() });
const sessionKeys = {
  "agent:main:main": { sessionId: "ac4af752-05d2-4449-9ce2-ffd79b8bccdd" },
  "agent:main:subagent:9ba070bd-2554-4b6c-b2c2-0c9e0d90dea2": {
    sessionId: "1cf5d841-0264-4b37-a127-a6319b91a230",
  },
};

/** The main agent's transcripts of the recorded run, in the files that older gateways had. */
async function olderLayout(): Promise<Workspace> {
  const rows = await readFile(join(fixtures, "state/agents/main/transcript-events.jsonl"), "utf8");
  const files = new Map<string, string>();
  for (const line of rows.trim().split("\n")) {
    const { session_id, event } = row.parse(JSON.parse(line));
    const path = `agents/main/sessions/${session_id}.jsonl`;
    files.set(path, `${files.get(path) ?? ""}${JSON.stringify(event)}\n`);
  }
  files.set("agents/main/sessions/sessions.json", JSON.stringify(sessionKeys));
  return createWorkspace(Object.fromEntries(files));
}

/** What only the live sources tell of a tool. */
const liveOnly = new Set(["meta", "commandBearing", "durationMs"]);

/** What both a recorder and a transcript know of an event. */
function core({ id, type, agent, session, timestamp, payload, meta }: OpenClawEvent): object {
  const fields = Object.entries(z.looseObject({}).parse(payload.data));
  const data = Object.fromEntries(fields.filter(([name]) => !liveOnly.has(name)));
  // The gateway tells of a tool some milliseconds before or after it writes it down.
  const at = type.startsWith("conversation.tool_") ? undefined : timestamp;
  return { id, type, agent, session, at, data, runId: payload.runId, channel: meta.channel };
}

async function conversation(store: Store): Promise<readonly OpenClawEvent[]> {
  const events = (await store.events()).map(({ event }) => event);
  return events.filter(({ type }) => type.startsWith("conversation."));
}

function isMessage({ type }: OpenClawEvent): boolean {
  return type.startsWith("conversation.message.");
}

function byId(events: readonly OpenClawEvent[]): readonly OpenClawEvent[] {
  return events.toSorted((left, right) => (left.id < right.id ? -1 : 1));
}

/** `value`, where a string of the recording was cut short, cut as that one is. */
function cutAs(recorded: unknown, value: unknown): unknown {
  if (typeof recorded === "string" && recorded.endsWith("…"))
    return String(value).startsWith(recorded.slice(0, -1)) ? recorded : value;
  if (Array.isArray(recorded) && Array.isArray(value))
    return value.map((item, at) => cutAs(recorded[at], item));
  const [left, right] = [z.looseObject({}).safeParse(recorded), z.looseObject({}).safeParse(value)];
  if (!left.success || !right.success) return value;
  const fields = Object.entries(right.data).map(([name, item]) => [
    name,
    cutAs(left.data[name], item),
  ]);
  return Object.fromEntries(fields);
}

/** Expects a store to hold what the recorder tells of the conversation in some sessions. */
async function expectRecorded(store: Store, sessions: readonly string[]): Promise<void> {
  const imported = await conversation(store);
  const recorded = live.filter(
    ({ type, session, payload }) =>
      type.startsWith("conversation.") && sessions.includes(session) && !isUnwritten(payload.data),
  );
  expect(byId(imported).map(({ id }) => id)).toEqual(byId(recorded).map(({ id }) => id));
  for (const [at, event] of byId(recorded).entries()) {
    const expected = core(event);
    const found = byId(imported)[at];
    expect(found && cutAs(expected, core(found))).toEqual(expected);
  }
}

/** The gateway asks plugins about the report of a sub-agent, and does not write it down. */
function isUnwritten(data: unknown): boolean {
  return z.object({ provenance: z.object({ kind: z.literal("inter_session") }) }).safeParse(data)
    .success;
}

test("a transcript gives the events of the live recording, by id and content", async () => {
  await using state = await olderLayout();
  await using store = await openStore();

  const report = await importTranscripts(state.dir, { ...store, agent: "main" });

  expect(report.problems).toEqual([]);
  await expectRecorded(store, Object.keys(sessionKeys));
});

test("the transcript of a recorded session adds nothing", async () => {
  await using state = await olderLayout();
  await using store = await openStore();
  for (const event of live) store.publisher.publish(event);
  await store.publisher.flush();

  const report = await importTranscripts(state.dir, { ...store, agent: "main" });

  expect(report.sources.transcript).toMatchObject({ files: 2, added: 0 });
  expect(await store.events()).toHaveLength(live.length);
});

test.runIf(readsSqlite)(
  "the gateway's database and archives give the events of the live recording",
  async () => {
    await using store = await openStore();
    const stateDir = join(fixtures, "state");

    const first = await importTranscripts(stateDir, { ...store, agent: "main" });
    await importTranscripts(stateDir, { ...store, agent: "helper" });
    const again = await importTranscripts(stateDir, { ...store, agent: "main" });

    expect(first.problems).toEqual([]);
    await expectRecorded(store, [
      ...Object.keys(sessionKeys),
      "agent:main:second",
      "agent:helper:main",
    ]);
    expect(again.sources.transcript).toMatchObject({ files: 2, added: 0 });
  },
);

const sqlite = z.looseObject({
  DatabaseSync: z.custom<new (path: string) => { exec(sql: string): void; close(): void }>(),
});

test.runIf(readsSqlite)(
  "a transcript in cold storage is named, and the others come in",
  async () => {
    const path = "agents/helper/agent/openclaw-agent.sqlite";
    await using state = await createWorkspace({
      [path]: await readFile(join(fixtures, "state", path)),
    });
    const { DatabaseSync } = sqlite.parse(process.getBuiltinModule("node:sqlite"));
    const database = new DatabaseSync(join(state.dir, path));
    database.exec("CREATE TABLE session_transcript_cold_archives (archive_name TEXT)");
    database.exec("INSERT INTO session_transcript_cold_archives VALUES ('cold.jsonl.zst')");
    database.close();

    const plan = await planTranscripts(state.dir, { agent: "helper" });

    expect(plan.problems).toEqual([
      { path, message: expect.stringMatching(/^cold\.jsonl\.zst is in cold storage/) },
    ]);
    expect(plan.sources.transcript?.added).toBeGreaterThan(0);
  },
);

test.skipIf(readsSqlite)("a Node without SQLite or zstd is told what it takes", async () => {
  const plan = await planTranscripts(join(fixtures, "state"), { agent: "main" });

  expect(plan.problems.map(({ path }) => path)).toEqual([
    "agents/main/agent/openclaw-agent.sqlite",
    "agents/main/agent/openclaw-agent.sqlite",
    expect.stringMatching(/^agents.main.sessions.*zst$/),
  ]);
  expect(plan.problems[0]?.message).toContain("run the import with Node 22.15 or newer");
});

test("the transcript of an older gateway gives what the recorder would make of it", async () => {
  await using store = await openStore();
  const file = "legacy/agents/main/sessions/11111111-2222-4333-8444-555555555555.jsonl";
  const lines = (await readFile(join(fixtures, file), "utf8")).trim().split("\n");
  const events: OpenClawEvent[] = [];
  const recorder = createRecorder({ onEvent: (event) => events.push(event) });
  for (const line of lines)
    recorder.onHook("before_message_write", JSON.parse(line), { sessionKey: "agent:main:main" });

  const report = await importTranscripts(join(fixtures, "legacy"), { ...store, agent: "main" });

  expect(report.sources.transcript).toMatchObject({ files: 1, added: 6 });
  const imported = await conversation(store);
  expect(imported.map(({ type }) => type)).toEqual([
    "conversation.message.in",
    "conversation.message.out",
    "conversation.tool_call",
    "conversation.tool_result",
    "conversation.message.out",
  ]);
  expect(imported.filter(isMessage).map(core)).toEqual(events.filter(isMessage).map(core));
});

test("a broken line is named, and the others are imported", async () => {
  await using state = await olderLayout();
  const path = "agents/main/sessions/1cf5d841-0264-4b37-a127-a6319b91a230.jsonl";
  const text = await readFile(join(state.dir, path), "utf8");
  await state.write(path, text.replace('{"type":"message"', '{"type":"mess\n{"type":"message"'));

  const plan = await planTranscripts(state.dir, { agent: "main" });

  expect(plan.problems).toEqual([{ path, message: "line 5 is no JSON" }]);
});

test("an incognito session stays out", async () => {
  await using state = await olderLayout();
  await state.write(
    "agents/main/sessions/sessions.json",
    JSON.stringify({
      ...sessionKeys,
      "agent:main:dashboard:incognito-1": sessionKeys["agent:main:main"],
      "agent:main:main": {},
    }),
  );

  const plan = await planTranscripts(state.dir, { agent: "main" });

  expect(plan.sources.transcript).toMatchObject({ files: 2, added: 3 });
});
