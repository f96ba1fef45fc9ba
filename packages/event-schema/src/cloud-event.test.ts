import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fromCloudEvent, toCloudEvent } from "./cloud-event.ts";
import type { OpenClawEvent } from "./event.ts";

const text = fc.string({ unit: "binary" });
const some = fc.string({ unit: "binary", minLength: 1 });
const unixMs = fc.integer({ min: 0, max: 253_402_300_799_999 });
const seq = fc.nat();
const anyEvent: fc.Arbitrary<OpenClawEvent> = fc.record({
  id: fc.stringMatching(/^[!-~]{1,64}$/),
  timestamp: unixMs,
  agent: some,
  session: some,
  type: some,
  visibility: fc.constantFrom("internal", "public"),
  payload: fc.record({
    runId: text,
    stream: text,
    data: fc.jsonValue(),
    sessionKey: text,
    seq,
    ts: unixMs,
  }),
  meta: fc.record({ runId: text, seq, channel: text }, { requiredKeys: ["runId", "seq"] }),
});

test("an event comes back from its CloudEvent, also through JSON", () => {
  const property = fc.property(anyEvent, (event) => {
    const sent = JSON.stringify(toCloudEvent(Object.assign({ later: 1 }, event)));

    expect(fromCloudEvent(JSON.parse(sent))).toEqual({
      ...JSON.parse(JSON.stringify(event)),
      later: 1,
    });
  });

  fc.assert(property, { numRuns: 10_000 });
});

test("a CloudEvent has the required attributes, and names as the standard has them", () => {
  const property = fc.property(anyEvent, (event) => {
    const sent = toCloudEvent(event);

    expect(sent.specversion).toBe("1.0");
    expect(URL.canParse(sent.source)).toBe(true);
    expect(sent.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Object.keys(sent).filter((name) => !/^[a-z0-9]{1,20}$/.test(name))).toEqual([]);
    expect(Math.min(sent.id.length, sent.type.length, sent.subject.length)).toBeGreaterThan(0);
  });

  fc.assert(property, { numRuns: 1000 });
});

test.each([
  ["specversion", { specversion: "0.3" }],
  ["time", { time: "yesterday" }],
  ["subject", { subject: undefined }],
  ["data", { data: "text" }],
  ["payload", { data: {} }],
])("a CloudEvent of another making is refused: %s", (_, change) => {
  const event = toCloudEvent({
    id: "1",
    timestamp: 1,
    agent: "main",
    session: "agent:main:main",
    type: "acme.order.created",
    visibility: "internal",
    payload: { runId: "", stream: "", data: 1, sessionKey: "", seq: 0, ts: 1 },
    meta: { runId: "", seq: 0 },
  });

  expect(fromCloudEvent(event).id).toBe("1");
  expect(() => fromCloudEvent({ ...event, ...change })).toThrow(
    expect.objectContaining({ code: "INVALID_EVENT" }),
  );
});
