import { expect, test } from "vitest";
import {
  buildRunTree,
  countEvents,
  describeEvent,
  summarizeSessions,
  type RunNode,
} from "../src/index.ts";
import { event, noon } from "./event-log.ts";
import { madeUpSession, stored } from "./made-up-session.ts";

test("sessions are summed up, the latest first", async () => {
  const other = event({ agent: "other", timestamp: noon - 1, data: { text: "hello" } });

  const sessions = await summarizeSessions(stored([other, ...madeUpSession()]));

  expect(sessions).toEqual([
    {
      agent: "main",
      session: "agent:main:main",
      firstAt: noon,
      lastAt: noon + 16_000,
      events: 15,
      messages: 5,
      runs: 2,
      lastText: "thanks and 3 + 3",
    },
    {
      agent: "main",
      session: "agent:main:subagent:1",
      firstAt: noon + 12_000,
      lastAt: noon + 13_000,
      events: 2,
      messages: 0,
      runs: 1,
      lastText: undefined,
    },
    {
      agent: "other",
      session: "agent:other:main",
      firstAt: noon - 1,
      lastAt: noon - 1,
      events: 1,
      messages: 1,
      runs: 0,
      lastText: "hello",
    },
  ]);
});

test("events are counted by agent, type and day, tools with errors and durations", async () => {
  const nextDay = event({ timestamp: noon + 86_400_000 });

  const counts = await countEvents(stored([...madeUpSession(), nextDay]));

  expect(counts.total).toBe(18);
  expect(counts.byAgent).toEqual({ main: 18 });
  expect(counts.byType).toMatchObject({ "conversation.message.in": 4, "run.error": 1 });
  expect(counts.byDay).toEqual({ "2026-06-01": 17, "2026-06-02": 1 });
  expect(counts.tools).toEqual({
    add: { results: 1, errors: 0, errorRate: 0, meanDurationMs: 1000, maxDurationMs: 1000 },
    code: { results: 1, errors: 1, errorRate: 1, meanDurationMs: 7, maxDurationMs: 7 },
  });
});

test("runs form a tree of tool calls and sub-agents", async () => {
  const roots = await buildRunTree(stored(madeUpSession()));

  expect(roots.map(outline)).toEqual([
    "r1 ended [code failed [add done []]] []",
    "r2 ended [] [r3 failed [] []]",
    "r4 running [] []",
  ]);
  expect(roots[1]?.runs[0]).toMatchObject({
    error: "out of tokens",
    startedAt: noon + 12_000,
    endedAt: noon + 13_000,
  });
});

test("an event is described in one line", () => {
  const lines = madeUpSession().slice(1, 8).map(describeEvent);
  const long = describeEvent(event({ data: { text: "a\n  b ".repeat(100) } }));

  expect(lines).toEqual([
    "What is 2 + 2?",
    "",
    'code {"x":1}',
    "add [2,2]",
    "add 4",
    "code ```4```",
    "Four.",
  ]);
  expect([long.length, long.slice(0, 7), long.at(-1)]).toEqual([200, "a b a b", "…"]);
});

function outline({ runId, outcome, tools, runs }: RunNode): string {
  return `${runId} ${outcome} [${tools.map(outlineTool).join()}] [${runs.map(outline).join()}]`;
}

function outlineTool({ name, isError, calls }: RunNode["tools"][number]): string {
  return `${name} ${isError ? "failed" : "done"} [${calls.map(outlineTool).join()}]`;
}
