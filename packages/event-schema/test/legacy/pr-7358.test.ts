import { expect, test } from "vitest";
import { pr7358, readAll, told } from "./records.ts";

test("a run of PR #7358 becomes the events it was about", () => {
  const events = readAll(
    pr7358(1, "lifecycle", { phase: "start", startedAt: 1001 }),
    pr7358(2, "user", { text: "what time is it?" }),
    pr7358(3, "assistant", { text: "Let me", delta: "Let me" }),
    pr7358(4, "assistant", { text: "Let me see", delta: " see" }),
    pr7358(5, "tool", {
      phase: "start",
      name: "exec",
      toolCallId: "c1",
      args: { command: "date" },
    }),
    pr7358(6, "tool", { phase: "result", name: "exec", toolCallId: "c1", result: "noon" }),
    pr7358(7, "assistant", { text: "It is", delta: "It is" }),
    pr7358(8, "usage", { outputTokens: 3 }),
    pr7358(9, "assistant", { text: "It is noon", delta: " noon" }),
    pr7358(10, "lifecycle", { phase: "end", endedAt: 1010 }),
  );

  expect(told(events)).toEqual([
    ["run.start", { phase: "start", startedAt: 1001 }],
    ["conversation.message.in", { text: "what time is it?" }],
    ["conversation.message.out", { text: "Let me see", delta: " see" }],
    [
      "conversation.tool_call",
      { phase: "start", name: "exec", toolCallId: "c1", args: { command: "date" } },
    ],
    [
      "conversation.tool_result",
      { phase: "result", name: "exec", toolCallId: "c1", result: "noon", isError: false },
    ],
    ["unknown.usage", { outputTokens: 3 }],
    ["conversation.message.out", { text: "It is noon", delta: " noon" }],
    ["run.end", { phase: "end", endedAt: 1010 }],
  ]);
});

test("the agent is found, and nothing of the older envelope is lost", () => {
  const [event] = readAll(pr7358(1, "plan", { steps: [] }));

  expect(event).toMatchObject({
    agent: "main",
    type: "unknown.plan",
    visibility: "internal",
    timestamp: 1001,
    payload: { runId: "run-1", stream: "plan", seq: 1, sessionKey: "agent:main:main" },
    meta: {
      runId: "run-1",
      seq: 1,
      legacy: {
        source: "pr-7358",
        agent: "agent",
        id: "mlx1-k3j9x1ab",
        visibility: "confidential",
      },
    },
  });
});

test("two replies of one run that do not grow from each other are both kept", () => {
  const events = readAll(
    pr7358(1, "assistant", { text: "one", delta: "one" }),
    pr7358(2, "assistant", { text: "two", delta: "two" }),
  );

  expect(events.map(({ payload }) => payload.seq)).toEqual([1, 2]);
});
