import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { startTestServer, type TestServer } from "@openclaw/jetstream/testing";
import { canMount, mountDisk } from "@openclaw/tooling/small-disk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { message, record } from "./conversation.ts";
import { createMachine, type Machine } from "./machine.ts";

const mounts = await canMount();
if (!mounts)
  console.warn('skipped: "what cannot be exported whole" mounts a small disk, which takes root');

let server: TestServer;
let machine: Machine;
let env: NodeJS.ProcessEnv;

function step(position: number, type: string, data: object): OpenClawEvent {
  const base = message(position, "");
  return ofRun("run-0", { ...base, type, payload: { ...base.payload, data } });
}

function ofRun(runId: string, event: OpenClawEvent): OpenClawEvent {
  const { payload, meta } = event;
  return { ...event, payload: { ...payload, runId }, meta: { ...meta, runId } };
}

const call = { toolCallId: "call-1", name: "exec" };
const events = [
  message(0, "What time is it?"),
  step(2, "run.start", {}),
  step(3, "conversation.tool_call", { ...call, args: { command: "date" } }),
  step(4, "conversation.tool_result", { ...call, result: "noon", isError: false, durationMs: 250 }),
  message(5, "It is noon.", { payload: { ...message(5, "It is noon.").payload, runId: "run-0" } }),
  step(6, "run.end", {}),
  message(7, "Of another agent", { agent: "helper" }),
];

beforeAll(async () => {
  server = await startTestServer();
  machine = await createMachine();
  env = { NATS_URL: server.url };
  await record(server.url, events);
});

afterAll(async () => {
  await machine[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

test("sessions tell what they amount to", async () => {
  const text = await machine.run(["sessions"], env);
  const json = await machine.json(["sessions", "--agent", "main"], env);

  expect(text.stdout).not.toContain("\u001B");
  expect(text.stdout).toMatch(/10:07:00 +helper +agent:helper:main +1 +1 +0 +Of another agent/);
  expect(json).toMatchObject({
    total: 1,
    sessions: [
      { session: "agent:main:main", events: 6, messages: 2, runs: 1, lastText: "It is noon." },
    ],
  });
});

test("counts tell how tools fared", async () => {
  const text = await machine.run(["stats"], env);
  const json = await machine.json(["stats", "--agent", "main"], env);

  expect(text.stdout).toMatch(/^7 events\n/);
  expect(text.stdout).toMatch(/exec +1 +0 +250 ms +250 ms/);
  expect(json).toMatchObject({
    total: 6,
    byDay: { "2026-11-20": 6 },
    tools: { exec: { results: 1, errors: 0, meanDurationMs: 250 } },
  });
});

test("a run is printed as the tree of what it did", async () => {
  const text = await machine.run(["tree", "run-0"], env);
  const json = await machine.json(["tree", "run-0"], env);
  const unknown = await machine.run(["tree", "run-9"], env);

  expect(text.stdout).toMatch(/main run-0 ended in \d+ min\n {2}exec in 1 min/);
  expect(json).toMatchObject({
    runs: [{ runId: "run-0", tools: [{ name: "exec", isError: false }] }],
  });
  expect(unknown).toMatchObject({ code: 5, stderr: expect.stringContaining("run-9") });
});

test("two runs are compared step by step", async () => {
  await using store = await startTestServer();
  const otherEnv = { NATS_URL: store.url };
  const steering = "noon\u001B[2J\nor later";
  const second = [
    step(8, "run.start", {}),
    step(9, "conversation.tool_call", { ...call, args: { command: "date" } }),
    step(10, "conversation.tool_result", { ...call, error: steering }),
    step(11, "run.end", {}),
  ];
  await record(store.url, [
    ...events,
    ...second.map((event) => ofRun("run-8", { ...event, agent: "other" })),
  ]);

  const text = await machine.run(["diff", "run-0", "run-8"], otherEnv);
  const json = await machine.json(["diff", "run-8", "run-0"], otherEnv);
  const same = await machine.run(["diff", "run-0", "run-0"], otherEnv);
  const elsewhere = await machine.run(
    ["diff", "run-0", "run-8", "--agent", "main", "--json"],
    otherEnv,
  );

  expect(text.stdout.trimEnd().split("\n")).toEqual([
    "- conversation.message.in   What time is it?",
    "  run.start",
    '  conversation.tool_call    exec {"command":"date"}',
    "- conversation.tool_result  exec noon",
    "- conversation.message.out  It is noon.",
    "+ conversation.tool_result  exec noon or later",
    "  run.end",
    "3 steps of both, 3 of run-0 only, 1 of run-8 only",
  ]);
  expect(json).toMatchObject({
    both: 3,
    first: 1,
    second: 3,
    steps: [
      { kind: "second", second: { event: { type: "conversation.message.in" }, sequence: 1 } },
      { kind: "both", first: { sequence: 8 }, second: { sequence: 2 } },
      { kind: "both" },
      ...["first", "second", "second"].map((kind) => expect.objectContaining({ kind })),
      { kind: "both" },
    ],
  });
  expect(same.stdout).toMatch(/^6 steps of both, 0 of run-0 only, 0 of run-0 only$/m);
  expect(elsewhere).toMatchObject({ code: 5, stdout: "" });
  expect(JSON.parse(elsewhere.stderr)).toMatchObject({
    error: {
      code: "EVENT_NOT_FOUND",
      message: expect.stringMatching(/run-8; see .*openclaw-events tree/),
    },
  });
});

test("a session is replayed up to a sequence, as events and as the model saw it", async () => {
  const text = await machine.run(["replay", "agent:main:main", "--until", "3"], env);
  const seen = await machine.json(
    ["replay", "agent:main:main", "--until", "3", "--conversation"],
    env,
  );
  const unknown = await machine.run(["replay", "agent:main:nobody"], env);

  expect(text.stdout.trim().split("\n")).toHaveLength(3);
  expect(text.stdout).toMatch(/^ +1 {2}2026-11-20 10:00:00 .* What time is it\?/);
  expect(seen).toMatchObject({
    messages: [
      { role: "user", text: "What time is it?" },
      { role: "tool_call", name: "exec", args: { command: "date" } },
    ],
  });
  expect(unknown).toMatchObject({ code: 5, stdout: "" });
});

test("what was exported is imported into another store once, and exported the same", async () => {
  await using other = await startTestServer();
  const otherEnv = { NATS_URL: other.url };

  const out = await machine.json(["export", "--out", "events.ndjson"], env);
  const first = await machine.json(["import", "events.ndjson"], otherEnv);
  const second = await machine.json(["import", "events.ndjson"], otherEnv);
  const again = await machine.run(["export"], otherEnv);
  const over = await machine.run(["export", "--out", "events.ndjson"], env);

  expect(out).toMatchObject({ events: 7 });
  expect(first).toEqual({ events: 7, added: 7, known: 0 });
  expect(second).toEqual({ events: 7, added: 0, known: 7 });
  expect(again.stdout).toBe(await readFile(join(machine.home, "events.ndjson"), "utf8"));
  expect(again.stdout).toBe(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  expect(over).toMatchObject({ code: 2, stderr: expect.stringContaining("events.ndjson") });
});

test.skipIf(!mounts)("what cannot be exported whole leaves no file", async () => {
  await using disk = await mountDisk("1m");
  await disk.fill();
  const before = await readdir(disk.dir);
  const path = join(disk.dir, "events.ndjson");

  const { code, stderr } = await machine.run(["export", "--out", path], env);

  expect(code).not.toBe(0);
  expect(stderr).toContain("no space left");
  expect(await readdir(disk.dir)).toEqual(before);
});

test("a session is exported as a transcript, and as chat lines for fine-tuning", async () => {
  const markdown = await machine.run(["export", "--format", "markdown", "--agent", "main"], env);
  const training = await machine.run(["export", "--format", "training", "--agent", "main"], env);

  expect(markdown.stdout).toContain("# agent:main:main");
  expect(markdown.stdout).toContain("It is noon.");
  expect(JSON.parse(training.stdout)).toMatchObject({
    messages: [
      { role: "user", content: "What time is it?" },
      { role: "assistant", content: "It is noon." },
    ],
  });
});
