import { expect, test } from "vitest";
import { parseEvent } from "../../src/event.ts";
import { first, readAll, second } from "./records.ts";

test.each([
  [
    "msg.in",
    { from: "", content: "hi", channel: "webchat" },
    "conversation.message.in",
    { text: "hi" },
  ],
  [
    "msg.sending",
    { to: "u", content: "yes" },
    "conversation.message.out",
    { text: "yes", to: "u" },
  ],
  ["msg.out", { to: "u", content: "yes" }, "conversation.message.out", { text: "yes", to: "u" }],
  [
    "tool.call",
    { toolName: "exec", params: 1 },
    "conversation.tool_call",
    { name: "exec", args: 1 },
  ],
  [
    "tool.result",
    { toolName: "exec", result: 2 },
    "conversation.tool_result",
    { name: "exec", isError: false },
  ],
  [
    "tool.result",
    { toolName: "exec", error: "no" },
    "conversation.tool_result",
    { error: "no", isError: true },
  ],
  ["run.start", { prompt: "hi" }, "run.start", { prompt: "hi" }],
  ["run.end", { success: true, messageCount: 2 }, "run.end", { messageCount: 2 }],
  ["run.error", { success: false, error: "no" }, "run.error", { error: "no" }],
  ["llm.output", { runId: "r", model: "m" }, "model.call", { model: "m" }],
  ["llm.input", { runId: "r", model: "m" }, "unknown.llm.input", { model: "m" }],
  ["session.start", { sessionId: "s" }, "lifecycle.start", { sessionId: "s" }],
  ["session.end", { sessionId: "s" }, "lifecycle.end", { sessionId: "s" }],
  ["session.reset", { reason: "new" }, "lifecycle.reset", { reason: "new" }],
  ["session.compaction_end", { messageCount: 2 }, "lifecycle.compaction", { messageCount: 2 }],
  ["session.compaction_start", { messageCount: 2 }, "unknown.session.compaction_start", {}],
  ["gateway.start", { port: 1 }, "unknown.gateway.start", { port: 1 }],
  ["run.error", { error: { code: 1 } }, "unknown.run.error", { error: { code: 1 } }],
])("%s with %j becomes %s, from both envelopes", (legacyType, payload, ...[type, data]) => {
  for (const record of [first(legacyType, payload), second(legacyType, "canonical", payload)]) {
    const [event] = readAll(record);

    expect(event).toMatchObject({ type, agent: "helper", timestamp: 5000, payload: { data } });
    expect(parseEvent(event)).toEqual(event);
  }
});

test("the later envelope's scope names run, call and message", () => {
  const [call] = readAll(second("tool.call", "tool.call.requested", { toolName: "a", params: {} }));
  const [message] = readAll(second("msg.in", "message.in.received", { content: "hi" }));

  expect(call?.meta.runId).toBe("run-2");
  expect(call?.payload.data).toMatchObject({ toolCallId: "call_3" });
  expect(message?.payload.data).toMatchObject({ messageId: "m-1" });
});

test("a message announced and sent is one message, saying it twice is two", () => {
  const events = readAll(
    first("msg.sending", { content: "yes" }),
    first("msg.out", { content: "yes", success: true }),
    first("msg.out", { content: "yes", success: true, to: "other" }),
  );

  expect(events).toHaveLength(2);
});

test("a failed run ends once", () => {
  const events = readAll(
    first("run.end", { success: false, error: "no" }),
    first("run.error", { success: false, error: "no" }),
  );

  expect(events.map(({ type }) => type)).toEqual(["run.error"]);
});

test("tool calls that share an id are told apart, the same record read twice is not", () => {
  const calls = ["a", "b", "a"].map((toolName) =>
    second("tool.call", "tool.call.requested", { toolName, params: {} }),
  );

  const [one, two, again] = readAll(...calls).map(({ id }) => id);

  expect(one).not.toBe(two);
  expect(again).toBe(one);
});

test.each(["main", "viola:telegram:12345"])(
  "an agent that %s does not name is the one the record names",
  (session) => {
    expect(
      readAll({ ...first("msg.in", { content: "hi" }, session), agent: "viola" })[0]?.agent,
    ).toBe("viola");
  },
);
