import type { OpenClawEvent } from "@openclaw/event-schema";
import { startTestServer, type TestServer } from "@openclaw/jetstream/testing";
import type { Gateway, Turn } from "@openclaw/tooling/gateway-harness";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  complaints,
  countOf,
  doubled,
  eventsOfRuns,
  helper,
  main,
  said,
  second,
  startGateway,
  storedEvents,
} from "./scenario.ts";

interface Sent extends Turn {
  readonly session: string;
  readonly asked: string;
}

const spawnTool = JSON.stringify({
  id: "sessions_spawn",
  args: { task: "say hi", agentId: "main" },
});
const turns: Sent[] = [];
let server: TestServer;
let gateway: Gateway;
let events: readonly OpenClawEvent[];
let abortedRun: string;
let cliCode: number;
let log: readonly string[];

async function chat(session: string, asked: string): Promise<void> {
  turns.push({ session, asked, ...(await gateway.chat(session, asked)) });
}

beforeAll(async () => {
  server = await startTestServer();
  gateway = await startGateway({ url: server.url });
  await chat(main, "hello one");
  await chat(main, 'run it [[tool:exec {"command":"echo harness-tool-output"}]]');
  await chat(main, 'failing tool [[tool:read {"path":"missing-file.txt"}]]');
  await chat(main, "hello two");
  await chat(main, "hello three");
  await chat(helper, "hello helper");
  await chat(second, "model failure [[fail:400]]");
  await chat(second, "after the failure");
  abortedRun = await gateway.send(second, "this one is aborted [[slow:8000]]");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await gateway.request("chat.abort", { sessionKey: second });
  const message = ["agent", "--agent", "helper", "--message", "hello from the cli", "--json"];
  cliCode = (await gateway.cli(...message)).code;
  await gateway.request("sessions.compact", { key: main });
  await chat(main, "after compaction");
  await gateway.request("sessions.reset", { key: main, reason: "reset" });
  await chat(main, "after the reset");
  await chat(main, "/new");
  await chat(main, "after slash new");
  await chat(main, `spawn [[tool:tool_call ${spawnTool}]]`);
  const runs = turns.flatMap(({ asked, runId }) => (asked === "/new" ? [] : [runId]));
  await eventsOfRuns(server.url, [...runs, abortedRun]);
  await new Promise((resolve) => setTimeout(resolve, 4000));
  await gateway.request("sessions.delete", { key: second });
  await gateway.stop();
  events = await storedEvents(server.url);
  log = complaints(gateway);
}, 240_000);

afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

test("every message of a user is stored once, with its run, session and agent", () => {
  const stored = said(events, "conversation.message.in");

  for (const { runId, asked, session } of turns) {
    const found = events.filter(
      ({ type, payload }) => type === "conversation.message.in" && payload.runId === runId,
    );
    expect(found.map((event) => [event.session, event.agent])).toEqual([
      [session, session.split(":")[1]],
    ]);
    expect(stored.filter(([run]) => run === runId)).toEqual([[runId, asked]]);
  }
  expect(cliCode).toBe(0);
  expect(stored.filter(([, text]) => text === "hello from the cli")).toHaveLength(1);
});

test("every answer is stored once, as the chat got it", () => {
  const stored = said(events, "conversation.message.out");

  for (const { runId, text, asked } of turns)
    expect(stored.filter(([run]) => run === runId)).toEqual(
      asked.includes("[[fail") ? [] : [[runId, text]],
    );
});

test("each run starts and ends once, failed and aborted ones as such", () => {
  const ends = events.filter(({ type }) => type === "run.end" || type === "run.error");
  const outcome = (runId: string): unknown =>
    ends
      .filter(({ payload }) => payload.runId === runId)
      .map(({ type, payload }) => [type, payload.data]);
  const failed = turns.find(({ asked }) => asked.includes("[[fail"));

  expect(ends).toHaveLength(countOf(events, "run.start"));
  expect(outcome(failed?.runId ?? "")).toMatchObject([
    ["run.error", { error: expect.any(String) }],
  ]);
  expect(outcome(abortedRun)).toMatchObject([["run.end", { aborted: true }]]);
});

test("tool calls, sub-agents, resets, compaction and sessions are stored", () => {
  expect(countOf(events, "conversation.tool_call")).toBe(4);
  expect(countOf(events, "conversation.tool_result")).toBe(4);
  expect(countOf(events, "subagent.spawned")).toBe(1);
  expect(countOf(events, "subagent.ended")).toBe(1);
  expect(countOf(events, "lifecycle.reset")).toBe(2);
  expect(countOf(events, "lifecycle.compaction")).toBe(1);
  expect(countOf(events, "lifecycle.start")).toBe(6);
  expect(countOf(events, "lifecycle.end")).toBe(5);
});

test("nothing is stored twice, and each run is in order", () => {
  const sources = new Set(["lifecycle", "tool"]);
  const last = new Map<string, number>();

  expect(doubled(events)).toEqual([]);
  for (const { payload } of events.filter(({ payload: { stream } }) => sources.has(stream))) {
    expect(payload.seq).toBeGreaterThan(last.get(payload.runId) ?? 0);
    last.set(payload.runId, payload.seq);
  }
});

test("neither the plugin nor the gateway about it has anything to complain of", () => {
  expect(log).toEqual([]);
});
