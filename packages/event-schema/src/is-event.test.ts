import * as fc from "fast-check";
import { expect, test } from "vitest";
import { eventSchema } from "./event.ts";
import { isEvent } from "./is-event.ts";

const sound = {
  id: "01",
  timestamp: 1,
  agent: "main",
  session: "agent:main:main",
  type: "run.end",
  visibility: "internal",
  payload: { runId: "r", stream: "s", data: {}, sessionKey: "k", seq: 0, ts: 1 },
  meta: { runId: "r", seq: 0, model: "m", channel: "c", import: "i", schemaVersion: 1 },
};

const odd = fc.oneof(
  fc.anything(),
  fc.string({ maxLength: 300 }),
  fc.constantFrom<unknown>(undefined, null, "", "internal", "public", "ä", "a b", "x".repeat(257)),
  fc.constantFrom(
    0,
    -0,
    -1,
    0.5,
    1e15,
    253_402_300_799_999,
    253_402_300_800_000,
    2 ** 53,
    Number.NaN,
    Infinity,
  ),
  fc.constantFrom<unknown>([], {}, new Date(0), sound.payload, sound.meta),
);

const paths = [
  ...Object.keys(sound).map((key) => [key]),
  ...Object.keys(sound.payload).map((key) => ["payload", key]),
  ...Object.keys(sound.meta).map((key) => ["meta", key]),
  ["unknown"],
];
const change = fc.record({
  path: fc.constantFrom(...paths),
  value: odd,
  remove: fc.boolean(),
});

test("tells an event exactly where the schema does", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 2 }), (changes) => {
      const value = structuredClone(sound);
      for (const { path, value: other, remove } of changes)
        replace(value, path, remove ? [] : [other]);

      expect(isEvent(value)).toBe(eventSchema.safeParse(value).success);
    }),
    { numRuns: 20_000 },
  );
});

test("tells any value exactly as the schema does", () => {
  fc.assert(
    fc.property(odd, (value) => {
      expect(isEvent(value)).toBe(eventSchema.safeParse(value).success);
    }),
    { numRuns: 10_000 },
  );
});

function replace(target: object, path: readonly string[], [value]: readonly unknown[]): void {
  const [key = "", ...rest] = path;
  const inner: unknown = Reflect.get(target, key);
  if (rest.length > 0 && typeof inner === "object" && inner !== null) replace(inner, rest, [value]);
  else if (value === undefined) Reflect.deleteProperty(target, key);
  else Reflect.set(target, key, value);
}
