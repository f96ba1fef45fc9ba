import type { OpenClawEvent } from "@openclaw/event-schema";
import { anything, assert, constantFrom, property } from "fast-check";
import { expect, test } from "vitest";
import { createRecorder, recordedHooks } from "../src/index.ts";
import { agentEvents, hooks, updates } from "./recorded-run.ts";

function recorded(say: (recorder: ReturnType<typeof createRecorder>) => void): {
  readonly events: readonly OpenClawEvent[];
  readonly reasons: ReadonlySet<string>;
} {
  const events: OpenClawEvent[] = [];
  const reasons = new Set<string>();
  say(
    createRecorder({
      onEvent: (event) => events.push(event),
      onIgnored: (_, reason) => reasons.add(reason),
    }),
  );
  return { events, reasons };
}

const userMessage = (content: unknown, runId = "run-1"): object => ({
  message: { role: "user", content, timestamp: 1, idempotencyKey: `${runId}:user` },
});
const inMain = { agentId: "main", sessionKey: "agent:main:main" };

const incognitoKinds = ["dashboard", "subagent", "internal-session-effects", "setup-inference"];

test.each(incognitoKinds)("nothing of an incognito %s session is recorded", (kind) => {
  const secret = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value).replaceAll(
        /agent:(main|helper):[\w:-]+/g,
        `agent:$1:${kind}:incognito-1`,
      ),
    );

  const { events, reasons } = recorded((recorder) => {
    for (const { hook, event, ctx } of hooks) recorder.onHook(hook, secret(event), secret(ctx));
    for (const { event } of agentEvents) recorder.onAgentEvent(secret(event));
    for (const { update } of updates) recorder.onTranscriptUpdate(secret(update));
  });

  expect(events).toEqual([]);
  expect(reasons).toContain("of an incognito session");
});

const lifecycle = (runId: string, phase: string, seq: number): object => ({
  runId,
  stream: "lifecycle",
  seq,
  ts: seq,
  data: { phase },
  ...inMain,
});

test("what is asked while a run answers belongs to that run, unless its own run is known", () => {
  const { events } = recorded((recorder) => {
    recorder.onAgentEvent(lifecycle("run-of-cron", "start", 1));
    recorder.onHook("before_message_write", userMessage("from cron"), inMain);
    recorder.onAgentEvent(lifecycle("run-of-cron", "end", 2));
    recorder.onAgentEvent(lifecycle("run-2", "start", 1));
    recorder.onHook("message_received", { messageId: "run-3", sessionKey: "agent:main:main" }, {});
    recorder.onHook("before_message_write", userMessage("waits", "run-3"), inMain);
    recorder.onAgentEvent(lifecycle("run-2", "end", 2));
    recorder.onHook("before_message_write", userMessage("comes later", "run-4"), inMain);
  });

  const said = events.filter(({ type }) => type === "conversation.message.in");
  expect(said.map(({ payload }) => [payload.data, payload.runId])).toEqual([
    [expect.objectContaining({ text: "from cron" }), "run-of-cron"],
    [expect.objectContaining({ text: "waits" }), "run-3"],
    [expect.objectContaining({ text: "comes later" }), "run-4"],
  ]);
});

test("memory that was put into a message is not recorded as something said", () => {
  const text = "<past-conversations>\nuser: I like tea\n</past-conversations>\n\nwhat do I like?";

  const { events } = recorded((recorder) => {
    recorder.onHook("before_message_write", userMessage(text), inMain);
  });

  expect(events.map(({ type, payload }) => [type, payload.data])).toMatchObject([
    ["lifecycle.start", {}],
    ["conversation.message.in", { text: "what do I like?" }],
  ]);
});

test("what the store itself returned to a tool is not stored again", () => {
  const result = { content: [{ type: "text", text: "earlier events" }] };
  const call = {
    toolName: "event_query",
    toolCallId: "call-1",
    runId: "run-1",
    params: {},
    result,
  };

  const { events } = recorded((recorder) => recorder.onHook("after_tool_call", call, inMain));

  expect(JSON.stringify(events)).not.toContain("earlier events");
  expect(events.map(({ type }) => type)).toEqual([
    "conversation.tool_call",
    "conversation.tool_result",
  ]);
});

test("pictures are noted, their bytes are not kept", () => {
  const content = [
    { type: "text", text: "look" },
    { type: "image", mimeType: "image/png", data: "aGVsbG8=" },
  ];

  const { events } = recorded((recorder) => {
    recorder.onHook("before_message_write", userMessage(content), inMain);
  });

  expect(events.at(-1)?.payload.data).toMatchObject({
    text: "look",
    content: [{ type: "image", mimeType: "image/png" }],
  });
  expect(JSON.stringify(events)).not.toContain("aGVsbG8=");
});

test("an agent-event stream that is not known becomes a type of its own, never a message", () => {
  const event = { runId: "r", stream: "approval", seq: 3, ts: 1, data: { text: "hi" }, ...inMain };

  const { events } = recorded((recorder) => recorder.onAgentEvent(event));

  expect(events.map(({ type }) => type)).toEqual(["unknown.approval"]);
});

test("an answer that no hook told is taken from the end of its run", () => {
  const event = { runId: "r", stream: "lifecycle", ...inMain };
  const reply = { phase: "end", terminalReply: { disposition: "visible", text: "done" } };

  const { events } = recorded((recorder) => {
    recorder.onAgentEvent({ ...event, seq: 1, ts: 1, data: { phase: "start" } });
    recorder.onAgentEvent({ ...event, seq: 2, ts: 2, data: reply });
  });

  expect(events.map(({ type }) => type)).toEqual([
    "lifecycle.start",
    "run.start",
    "conversation.message.out",
    "run.end",
  ]);
});

test("whatever a hook or the agent-event stream brings, the recorder does not throw", () => {
  assert(
    property(constantFrom(...recordedHooks), anything(), anything(), (hook, event, context) => {
      const { events } = recorded((recorder) => {
        recorder.onHook(hook, event, context);
        recorder.onAgentEvent(event);
        recorder.onTranscriptUpdate(event);
      });

      expect(events).toEqual([]);
    }),
  );
});
