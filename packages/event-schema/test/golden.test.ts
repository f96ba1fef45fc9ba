import { readFileSync, readdirSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { coreEventData, isCoreEvent } from "../src/core-events.ts";
import { coreUpcasts } from "../src/core-upcasts.ts";
import { eventSchema, parseEvent } from "../src/event.ts";
import type { OpenClawEvent } from "../src/event.ts";
import { currentVersion } from "../src/upcast.ts";

/**
 * Every version ever written: `v<n>.jsonl` holds an event of each type that has had a version n; the same
 * id in two files is the same fact. Lines are added and never changed.
 */
const directory = new URL("golden/", import.meta.url);
const golden = readdirSync(directory).flatMap((file) =>
  readFileSync(new URL(file, directory), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => ({ file, stored: eventSchema.parse(JSON.parse(line)) })),
);

const versionOf = ({ meta }: OpenClawEvent): number => meta.schemaVersion ?? 1;
const versionNow = (type: string): number => currentVersion(coreUpcasts.get(type));
const current = new Map(
  golden
    .filter(({ stored }) => versionOf(stored) === versionNow(stored.type))
    .map(({ stored }) => [stored.id, stored]),
);

test("there is a golden event of every version of every type", () => {
  const wanted = Object.keys(coreEventData).flatMap((type) =>
    Array.from({ length: versionNow(type) }, (_, index) => `${type} v${index + 1}.jsonl`),
  );

  const present = golden.map(({ file, stored }) => {
    expect(file).toBe(`v${versionOf(stored)}.jsonl`);
    return `${stored.type} ${file}`;
  });

  expect(present).toEqual(expect.arrayContaining(wanted));
});

test.each(golden)("$stored.type of $file reads as its current version", ({ stored }) => {
  const event = parseEvent(stored);

  expect(event).toEqual(current.get(stored.id));
  expect(isCoreEvent(event)).toBe(true);
});

test("whatever else a stored event holds is kept when it is read", () => {
  const known = new Set([
    "id",
    "type",
    "data",
    "meta",
    "payload",
    "schemaVersion",
    "model",
    "channel",
  ]);
  const extra = fc.dictionary(
    fc.string({ minLength: 1 }).filter((key) => !known.has(key) && key !== "__proto__"),
    fc.jsonValue(),
    { maxKeys: 3 },
  );
  const change = fc.record({
    timestamp: fc.integer({ min: 0, max: 253_402_300_799_999 }),
    agent: fc.string({ minLength: 1, unit: "grapheme" }),
    session: fc.string({ minLength: 1, unit: "binary" }),
  });

  const property = fc.property(
    fc.constantFrom(...golden),
    change,
    fc.tuple(extra, extra, extra, extra),
    ({ stored }, changes, [top, inPayload, inMeta, inData]) => {
      const altered = (event: OpenClawEvent | undefined): unknown => ({
        ...top,
        ...event,
        ...changes,
        payload: {
          ...inPayload,
          ...event?.payload,
          data: { ...inData, ...Object(event?.payload.data) },
        },
        meta: { ...inMeta, ...event?.meta },
      });
      const json: unknown = JSON.parse(JSON.stringify(altered(stored)));

      const event = parseEvent(json);

      expect(event).toEqual(JSON.parse(JSON.stringify(altered(current.get(stored.id)))));
      expect(isCoreEvent(event)).toBe(true);
    },
  );

  fc.assert(property, { numRuns: 10_000 });
});
