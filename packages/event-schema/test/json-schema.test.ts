import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { coreEventData, isCoreEvent } from "../src/core-events.ts";
import { eventSchema } from "../src/event.ts";

/** The envelope, and for each type of our own what its data is. */
function jsonSchema(): object {
  const types = Object.entries(coreEventData);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "OpenClaw event",
    ...bare(eventSchema),
    allOf: types.map(([type]) => ({
      anyOf: [
        { properties: { type: { not: { const: type } } } },
        {
          properties: {
            payload: { type: "object", properties: { data: { $ref: `#/$defs/${type}` } } },
          },
        },
      ],
    })),
    $defs: Object.fromEntries(types.map(([type, data]) => [type, bare(data)])),
  };
}

function bare(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return rest;
}

test("the shipped JSON Schema is the one that zod describes", async () => {
  const text = `${JSON.stringify(jsonSchema(), undefined, 2)}\n`;

  await expect(text).toMatchFileSnapshot("../schemas/event.schema.json");
});

test("a JSON Schema validator and zod agree on every event", () => {
  const validate = new Ajv2020().compile(jsonSchema());
  const golden = readFileSync(new URL("golden/v1.jsonl", import.meta.url), "utf8").trimEnd();
  const events: object[] = golden.split("\n").map((line) => JSON.parse(line));
  const places = events.flatMap((event) => pathsOf(event).map((path) => ({ event, path })));

  const property = fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
    const event = withValue(place.event, place.path, value);
    const { success, data } = eventSchema.safeParse(event);
    const ours = success && Object.hasOwn(coreEventData, data.type);

    expect(validate(event)).toBe(success && (!ours || isCoreEvent(data)));
  });

  expect(events.every((event) => validate(event))).toBe(true);
  fc.assert(property, { numRuns: 10_000 });
});

function pathsOf(value: object): string[][] {
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => [
    [key],
    ...(typeof child === "object" && child !== null
      ? pathsOf(child).map((path) => [key, ...path])
      : []),
  ]);
}

function withValue(target: unknown, [key, ...path]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy: unknown = structuredClone(target);
  Object.assign(Object(copy), { [key]: withValue(Reflect.get(Object(target), key), path, value) });
  return copy;
}
