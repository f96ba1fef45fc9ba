import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { coreEventData } from "./core-events.ts";
import { defineEvent, readEvent } from "./define-event.ts";
import type { OpenClawEvent } from "./event.ts";

const firstVersion = z.object({ name: z.string() });
const secondVersion = z.object({ names: z.array(z.string()) });
/** Version 1 had a name, version 2 its parts, version 3 counts them. */
const person = defineEvent({
  type: "acme.person.met",
  schema: z.looseObject({ names: z.array(z.string()), count: z.number() }),
  upcasts: [
    (data) => ({ names: firstVersion.parse(data).name.split(" ") }),
    (data) => {
      const { names } = secondVersion.parse(data);
      return { names, count: names.length };
    },
  ],
});

function stored(data: unknown, schemaVersion?: number): OpenClawEvent {
  return {
    id: "1",
    timestamp: 1,
    agent: "main",
    session: "agent:main:main",
    type: "acme.person.met",
    visibility: "internal",
    payload: { runId: "", stream: "extension", data, sessionKey: "", seq: 0, ts: 1 },
    meta: { runId: "", seq: 0, schemaVersion },
  };
}

test.each([
  ...Object.keys(coreEventData),
  "conversation.shout",
  "run.paused",
  "unknown.stream",
  "openclaw.anything",
])("the event store's own %s cannot be taken", (type) => {
  expect(() => defineEvent({ type, schema: z.string() })).toThrow("belongs to the event store");
});

test.each([
  "created",
  "",
  "acme.",
  ".created",
  "acme..created",
  "Acme.created",
  "acme.a b",
  "acme.*",
  `acme.${"x".repeat(124)}`,
])("%j is no type", (type) => {
  expect(() => defineEvent({ type, schema: z.string() })).toThrow("write <namespace>.<name>");
});

test("the version is one more than there are upcasts", () => {
  expect(defineEvent({ type: "acme.order.created", schema: z.string() }).version).toBe(1);
  expect(person.version).toBe(3);
});

test("an event of any earlier version reads as one of the current version", () => {
  const names = fc.array(fc.constantFrom("Ada", "Émile", "日向", "", "o'Neil"), { minLength: 1 });

  const property = fc.property(names, (all) => {
    const current = { names: all, count: all.length };
    const versions = [
      stored({ name: all.join(" ") }),
      stored({ name: all.join(" ") }, 1),
      stored({ names: all }, 2),
      stored(current, 3),
    ];

    return versions.every((event) =>
      isDeepStrictEqual(readEvent(person, event), stored(current, 3)),
    );
  });

  expect(fc.check(property, { numRuns: 10_000 })).toMatchObject({ failed: false });
});

test("an event of a newer version, another type or another shape does not read", () => {
  const current = { names: ["a"], count: 1 };

  expect(readEvent(person, stored(current, 4))).toBeUndefined();
  expect(readEvent(person, { ...stored(current, 3), type: "acme.person.left" })).toBeUndefined();
  expect(readEvent(person, stored({ names: "a" }, 3))).toBeUndefined();
});

test("data that no upcast can handle is refused, naming the event", () => {
  expect(() => readEvent(person, stored({ nom: "a" }, 1))).toThrow(
    "event 1 of type acme.person.met cannot be brought from version 1 to 3",
  );
});

test("what is read has the schema's output type", () => {
  const visit = defineEvent({
    type: "acme.visit",
    schema: z.object({ at: z.string().transform((iso) => new Date(iso)) }),
  });
  const event = readEvent(visit, {
    ...stored({ at: "2026-01-02T00:00:00Z" }),
    type: "acme.visit",
  });

  expect(event?.payload.data.at).toEqual(new Date("2026-01-02"));
  expectTypeOf(event).toEqualTypeOf<OpenClawEvent<"acme.visit", { at: Date }> | undefined>();
});
