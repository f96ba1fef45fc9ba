import { readFileSync } from "node:fs";
import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { coreEventData, isCoreEvent } from "../src/core-events.ts";
import type { CoreEvent, CoreEventType } from "../src/core-events.ts";
import type { OpenClawEvent } from "../src/event.ts";

/** What the gateway 2026.9.6 reported, long texts cut, by the event type it becomes. */
const fixture = new URL("fixtures/openclaw-2026.9.6.json", import.meta.url);
const coreType = z.object(coreEventData).keyof();
const recorded = Object.entries(
  z
    .partialRecord(coreType, z.array(z.object({ source: z.string(), data: z.looseObject({}) })))
    .parse(JSON.parse(readFileSync(fixture, "utf8"))),
).flatMap(([type, records]) =>
  records.map((record) => ({ type: coreType.parse(type), ...record })),
);

function eventOf(type: string, data: unknown, schemaVersion?: number): OpenClawEvent {
  return {
    id: "1",
    timestamp: 1,
    agent: "main",
    session: "agent:main:main",
    type,
    visibility: "internal",
    payload: { runId: "", stream: "", data, sessionKey: "agent:main:main", seq: 0, ts: 1 },
    meta: { runId: "", seq: 0, schemaVersion },
  };
}

test.each(recorded)("$type holds what the gateway reports in its $source", ({ type, data }) => {
  expect(coreEventData[type].parse(data)).toEqual(data);
});

test("the fixture has data of every type that comes from the gateway", () => {
  const ours = ["memory.file", "memory.section", "store.gap", "store.forgotten"];

  const types = new Set([...recorded.map(({ type }) => type), ...ours]);

  expect([...types].toSorted()).toEqual(Object.keys(coreEventData).toSorted());
});

test.each(recorded)(
  "$type of a $source is an event of that type and of no other",
  ({ type, data }) => {
    const event = eventOf(type, data);

    expect(coreType.options.filter((other) => isCoreEvent(event, other))).toEqual([type]);
    expect(isCoreEvent(event)).toBe(true);
  },
);

test("what is no event of ours is not taken for one", () => {
  const gap = { cause: "disk full", count: 1 };

  expect(isCoreEvent(eventOf("store.gap", gap))).toBe(true);
  expect(isCoreEvent(eventOf("store.gap", gap, 2))).toBe(false);
  expect(isCoreEvent(eventOf("store.gap", { ...gap, count: 0 }))).toBe(false);
  expect(isCoreEvent(eventOf("acme.order.created", gap))).toBe(false);
  expect(isCoreEvent(eventOf("unknown.plan", gap))).toBe(false);
  expect(isCoreEvent(eventOf("toString", gap))).toBe(false);
});

test("the type tells what the data holds", () => {
  const event = eventOf("store.gap", { cause: "disk full", count: 1 });

  if (isCoreEvent(event, "store.gap")) expectTypeOf(event.payload.data.count).toBeNumber();
  if (isCoreEvent(event) && event.type === "conversation.tool_result") {
    expectTypeOf(event.payload.data.isError).toBeBoolean();
    expectTypeOf(event.payload.data).toHaveProperty("parentToolCallId");
  }
  expectTypeOf<CoreEvent["type"]>().toEqualTypeOf<CoreEventType>();
  expectTypeOf<CoreEvent<"memory.section">["payload"]["data"]["lines"]>().toEqualTypeOf<
    [number, number]
  >();
});
