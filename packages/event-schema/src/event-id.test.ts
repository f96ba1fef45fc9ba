import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { eventId } from "./event-id.ts";

const numRuns = 10_000;
const facts = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom("", "a", "b", "ab", '"', ",", '","', "\ud800", "\ud801", "\ufffd"),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map(([first = "", ...rest]): [string, ...string[]] => [first, ...rest]);

test.each([
  ["5015d0bc92ec96cef1e18e4b2fb92772", ["run", "5b5ce22d-e6d9-4076-8ac8-f0dcf8f2891f", "8"]],
  ["cb0efa31d23ce8a5d74592a9f35aa22a", ["file", "memory/2026-01-02.md", "日記 🦞"]],
  ["055539df4a0b804c58caf46c0cd2941a", [""]],
] as const)("%s stays the id of %j in every version", (id, [first, ...rest]) => {
  expect(eventId(first, ...rest)).toBe(id);
});

test("an id follows the documented derivation and is the same each time", () => {
  const property = fc.property(facts, (fact) => {
    const digest = createHash("sha256").update(JSON.stringify(fact)).digest("hex");

    expect(eventId(...fact)).toBe(digest.slice(0, 32));
  });

  fc.assert(property, { numRuns });
});

test("facts that differ in any part have ids that differ", () => {
  const made = new Map<string, string>();
  const property = fc.property(facts, (fact) => {
    const id = eventId(...fact);

    expect(made.get(id) ?? JSON.stringify(fact)).toBe(JSON.stringify(fact));
    made.set(id, JSON.stringify(fact));
  });

  fc.assert(property, { numRuns });
});

test("equal tool calls of one run are told apart by their call ids", () => {
  const ids = Array.from({ length: 50 }, (_, call) =>
    eventId("tool_call", "run-1", `call_${call}`),
  );

  expect(new Set(ids).size).toBe(50);
});
