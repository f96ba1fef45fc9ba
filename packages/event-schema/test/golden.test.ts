import { readFileSync, readdirSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
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
  const known = ["id", "data", "meta", "payload", "schemaVersion", "model", "channel", "__proto__"];
  const extra = fc.dictionary(
    fc.string({ minLength: 1 }).filter((key) => !known.includes(key)),
    fc.jsonValue({ maxDepth: 1 }),
    { minKeys: 1, maxKeys: 2 },
  );
  const change = fc.record({
    timestamp: fc.integer({ min: 0, max: 253_402_300_799_999 }),
    agent: fc.string({ minLength: 1 }),
    session: fc.string({ minLength: 1, unit: "binary" }),
    extra,
    place: fc.constantFrom("event", "payload", "data", "meta"),
  });

  const property = fc.property(fc.constantFrom(...golden), change, ({ stored }, changes) => {
    const json = altered(stored, changes);

    const event = parseEvent(json);

    const expected = altered(current.get(stored.id), changes);
    return isDeepStrictEqual(event, expected) && isCoreEvent(event);
  });

  expect(fc.check(property, { numRuns: 10_000 })).toMatchObject({ failed: false });
});

interface Change {
  readonly timestamp: number;
  readonly agent: string;
  readonly session: string;
  readonly extra: object;
  readonly place: string;
}

/** The JSON of an event that differs in its envelope, and has something more in one place. */
function altered(event: OpenClawEvent | undefined, { extra, place, ...envelope }: Change): unknown {
  const more = (here: string): object => (here === place ? extra : {});
  const data = { ...more("data"), ...Object(event?.payload.data) };
  const changed = {
    ...more("event"),
    ...event,
    ...envelope,
    payload: { ...more("payload"), ...event?.payload, data },
    meta: { ...more("meta"), ...event?.meta },
  };
  return JSON.parse(JSON.stringify(changed));
}
