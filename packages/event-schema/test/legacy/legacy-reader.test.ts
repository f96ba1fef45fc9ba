import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isCoreEvent } from "../../src/core-events.ts";
import { parseEvent } from "../../src/event.ts";
import { first, pr7358, readAll, second } from "./records.ts";

test.each([undefined, "text", {}, { ...pr7358(1, "usage", {}), meta: { runId: "", seq: 0 } }])(
  "%j is of neither store",
  (value) => {
    expect(() => readAll(value)).toThrow(expect.objectContaining({ code: "INVALID_EVENT" }));
  },
);

test("whatever the data of a record, its event parses and is of no wrong type", () => {
  const stream = fc.constantFrom("assistant", "user", "tool", "lifecycle", "plan", "");
  const phase = fc.constantFrom("start", "result", "end", "error", "update");
  const type = fc.constantFrom(
    "msg.in",
    "msg.out",
    "tool.call",
    "tool.result",
    "run.end",
    "llm.output",
  );
  const data = fc.dictionary(
    fc.constantFrom(
      "text",
      "content",
      "name",
      "toolName",
      "toolCallId",
      "error",
      "isError",
      "phase",
    ),
    fc.oneof(fc.jsonValue({ maxDepth: 1 }), phase),
  );
  const record = fc.oneof(
    fc.tuple(fc.nat(), stream, data).map((fields) => pr7358(...fields)),
    fc.tuple(type, data).map((fields) => first(...fields)),
    fc.tuple(type, data).map(([kind, payload]) => second(kind, "canonical", payload)),
  );

  const property = fc.property(record, (value) => {
    for (const event of readAll(value)) {
      const json: unknown = JSON.parse(JSON.stringify(event));
      expect(JSON.stringify(parseEvent(json))).toBe(JSON.stringify(json));
      expect(event.type.startsWith("unknown.") || isCoreEvent(event)).toBe(true);
    }
  });

  fc.assert(property, { numRuns: 10_000 });
});
