import { expect, expectTypeOf, test } from "vitest";
import { parseEvent } from "./event.ts";
import type { OpenClawEvent } from "./event.ts";

const event: OpenClawEvent = {
  id: "c0ffee",
  timestamp: 1_795_334_886_802,
  agent: "main",
  session: "agent:main:main",
  type: "conversation.message.out",
  visibility: "internal",
  payload: {
    runId: "run-1",
    stream: "lifecycle",
    data: { text: "hello" },
    sessionKey: "agent:main:main",
    seq: 8,
    ts: 1_795_334_886_802,
  },
  meta: { runId: "run-1", seq: 8, model: "mock-1", channel: "webchat" },
};

test("an event parses to itself", () => {
  expect(parseEvent(event)).toEqual(event);
});

test.each([
  ["id", { ...event, id: "" }],
  ["id", { ...event, id: "a\r\nNats-Msg-Id: b" }],
  ["timestamp", { ...event, timestamp: -1 }],
  ["timestamp", { ...event, timestamp: 1.5 }],
  ["timestamp", { ...event, timestamp: 8.64e15 }],
  ["agent", { ...event, agent: "" }],
  ["session", { ...event, session: undefined }],
  ["type", { ...event, type: "x".repeat(257) }],
  ["visibility", { ...event, visibility: "confidential" }],
  ["payload", { ...event, payload: "hello" }],
  ["payload.data", { ...event, payload: { ...event.payload, data: undefined } }],
  ["payload.seq", { ...event, payload: { ...event.payload, seq: -1 } }],
  ["meta.schemaVersion", { ...event, meta: { ...event.meta, schemaVersion: 0 } }],
])("a wrong %s is named", (path, wrong) => {
  expect(() => parseEvent(JSON.parse(JSON.stringify(wrong)))).toThrow(
    expect.objectContaining({
      code: "INVALID_EVENT",
      message: expect.stringContaining(`at ${path}`),
    }),
  );
});

test.each([undefined, null, 1, "event", [], {}])("%j is no event", (value) => {
  expect(() => parseEvent(value)).toThrow("not an event");
});

test("an event of a newer version than this package knows is left as it is", () => {
  const newer = { ...event, meta: { ...event.meta, schemaVersion: 9 }, later: { field: true } };

  expect(parseEvent(newer)).toEqual(newer);
});

test("the envelope has the given fields", () => {
  expectTypeOf<OpenClawEvent>().toExtend<{
    id: string;
    timestamp: number;
    agent: string;
    session: string;
    type: string;
    visibility: "internal" | "public";
    payload: {
      runId: string;
      stream: string;
      data: unknown;
      sessionKey: string;
      seq: number;
      ts: number;
    };
    meta: { runId: string; seq: number; model?: string | undefined; channel?: string | undefined };
  }>();
});
