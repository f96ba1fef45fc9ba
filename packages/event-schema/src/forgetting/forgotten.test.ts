import { expect, test } from "vitest";
import type { OpenClawEvent } from "../event.ts";
import { createForgottenTest, tombstoneOf, type ForgetScope } from "./forgotten.ts";

const now = 1_790_000_000_000;

function event(
  data: object,
  change: Partial<OpenClawEvent> & { readonly runId?: string } = {},
): OpenClawEvent {
  const { runId = "run-1", ...envelope } = change;
  return {
    id: "event",
    timestamp: now,
    agent: "main",
    session: "agent:main:main",
    type: "conversation.message.in",
    visibility: "internal",
    payload: { runId, stream: "x", data, sessionKey: "agent:main:main", seq: 0, ts: now },
    meta: { runId, seq: 0 },
    ...envelope,
  };
}

function forgotten(scope: ForgetScope): (event: OpenClawEvent) => boolean {
  return createForgottenTest([tombstoneOf(scope, { count: 1, of: "main", at: now })]);
}

const said = event({ text: "hello", senderId: "7", senderName: "Anna" });

test.each<[ForgetScope, OpenClawEvent, boolean]>([
  [{ agent: "main", until: now + 1 }, said, true],
  [{ agent: "main", until: now }, said, false],
  [{ agent: "other", until: now + 1 }, said, false],
  [{ session: "agent:main:main", since: now, until: now + 1 }, said, true],
  [{ session: "agent:main:main", since: now + 1, until: now + 2 }, said, false],
  [{ session: "agent:main", until: now + 1 }, said, false],
  [{ sender: "7", until: now + 1 }, said, true],
  [{ sender: "Anna", agent: "main", until: now + 1 }, said, true],
  [{ sender: "hello", until: now + 1 }, said, false],
  [{ agent: "main", until: now + 1 }, event({}, { type: "store.gap" }), false],
])("%o covers an event or not (%#)", (scope, each, expected) => {
  expect(forgotten(scope)(each)).toBe(expected);
});

test("with what somebody said goes what the run answered", () => {
  const answer = { type: "conversation.message.out" };
  const isForgotten = forgotten({ sender: "Anna", until: now + 1 });

  const covered = [
    event({ text: "before" }, answer),
    said,
    event({ text: "yes, Anna" }, { ...answer, timestamp: now + 5 }),
    event({ text: "to others" }, { ...answer, runId: "run-2" }),
  ].map(isForgotten);

  expect(covered).toEqual([false, true, true, false]);
});

test("with a section of a note goes the file that holds its text", () => {
  const section = { path: "a.md", text: "t", headings: [], lines: [1, 1], file: "the-file" };
  const isForgotten = forgotten({ since: now, until: now + 1 });

  const covered = [
    event(section, { type: "memory.section" }),
    event({}, { type: "memory.file", id: "the-file", timestamp: now - 5 }),
    event({}, { type: "memory.file", id: "another", timestamp: now - 5 }),
  ].map(isForgotten);

  expect(covered).toEqual([true, true, false]);
});

test("a tombstone names neither the session nor the sender", () => {
  const scope = { session: "agent:main:telegram:direct:+4930123", sender: "Anna", until: now };

  const json = JSON.stringify(tombstoneOf(scope, { count: 2, of: "main", at: now }));

  expect(json).not.toMatch(/4930123|Anna/);
  expect(json).toContain('"count":2');
});
