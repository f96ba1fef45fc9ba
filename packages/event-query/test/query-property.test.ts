import type { OpenClawEvent } from "@openclaw/event-schema";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createEventReader,
  readPages,
  type EventFilter,
  type PagedEventReader,
  type PageOptions,
} from "../src/index.ts";
import { collect, event, noon, startEventLog, store, type EventLog } from "./event-log.ts";

const own = { stream: "events-own", subjectPrefix: "own.events" };

const agents = ["main", "events", "own", "public", "a.b", "*"];
const sessions = [
  "agent:main:main",
  "agent:main:a b",
  "x.>",
  "*",
  "-",
  "ü".repeat(80),
  "agent:own:main",
];
const types = [
  "conversation.message.in",
  "conversation.message.out",
  "conversation.tool_call",
  "conversation.tool_result",
  "run.end",
  "run",
  "acme.a.b",
  "acme.a",
];
const words = ["Hello", "hello world", "WORLD", "", "ÄPFEL"];

const anyEvent = fc
  .record({
    agent: fc.constantFrom(...agents),
    session: fc.constantFrom(...sessions),
    type: fc.constantFrom(...types),
    visibility: fc.constantFrom("internal" as const, "public" as const),
    runId: fc.constantFrom("r1", "r2"),
    timestamp: fc.integer({ min: noon, max: noon + 20 }),
    data: fc.oneof(
      fc.record({ text: fc.constantFrom(...words) }),
      fc.record({ name: fc.constantFrom("read", "write"), toolCallId: fc.constant("t") }),
      fc.constantFrom<unknown>(null, "text", [], { text: 1, name: {} }),
    ),
  })
  .map(event);

const families = [
  "conversation.*",
  "conversation.message.*",
  "run.*",
  "acme.*",
  "acme.a.*",
  "no.*",
];
const anyFilter: fc.Arbitrary<EventFilter> = fc.record(
  {
    agent: fc.oneof(fc.constantFrom(...agents, "nobody"), fc.subarray(agents, { minLength: 1 })),
    session: fc.constantFrom(...sessions, "agent:*", "*main", "a*e*n", "**", "none"),
    type: fc.oneof(
      fc.constantFrom(...types, ...families),
      fc.subarray([...types, ...families], { minLength: 1 }),
    ),
    visibility: fc.constantFrom("internal" as const, "public" as const),
    runId: fc.constantFrom("r1", "r3"),
    toolName: fc.constantFrom("read", "none"),
    text: fc.constantFrom("hello", "WORLD", "äpfel", "", "none"),
    since: fc.integer({ min: noon - 1, max: noon + 21 }),
    until: fc.integer({ min: noon - 1, max: noon + 21 }),
  },
  { requiredKeys: [] },
);

let log: EventLog;
let reader: PagedEventReader;
let all: readonly OpenClawEvent[];

beforeAll(async () => {
  log = await startEventLog();
  await log.connection.ensureStream({ name: own.stream, subjects: ["own.>"], maxAgeMs: 0 });
  all = fc.sample(anyEvent, { numRuns: 600 });
  await log.append(all.filter(({ agent }) => agent !== "own"));
  await log.append(
    all.filter(({ agent }) => agent === "own"),
    own,
  );
  reader = createEventReader(log.connection, { ...store, agents: { own } });
});

afterAll(async () => log[Symbol.asyncDispose]());

test("a query gives what the filter lets through, whole or in pages", async () => {
  const inStore = [
    ...all.filter(({ agent }) => agent !== "own"),
    ...all.filter(({ agent }) => agent === "own"),
  ];

  await fc.assert(
    fc.asyncProperty(anyFilter, fc.integer({ min: 1, max: 300 }), async (filter, limit) => {
      const expected = inStore.filter((each) => passes(each, filter)).map(({ id }) => id);

      const read = await collect(reader.read(filter));
      const ascending = await readAll(filter, { limit });
      const descending = await readAll(filter, { limit, order: "desc" });

      expect(read.map((stored) => stored.event.id)).toEqual(expected);
      expect(ascending).toEqual(expected);
      expect(descending).toEqual(expected.toReversed());
    }),
    { numRuns: 150 },
  );
});

async function readAll(filter: EventFilter, options: PageOptions): Promise<readonly string[]> {
  const pages = await collect(readPages(reader, filter, options));
  return pages.flatMap(({ events }) => events.map((stored) => stored.event.id));
}

/** What the documentation says of a filter, written down once more in the plainest way. */
function passes(each: OpenClawEvent, filter: EventFilter): boolean {
  const { agent = each.agent, visibility = each.visibility, runId = each.payload.runId } = filter;
  const { since = 0, until = Number.POSITIVE_INFINITY, session = "*", type = each.type } = filter;
  const conditions = [
    [agent].flat().includes(each.agent),
    toExpression(session).test(each.session),
    [type].flat().some((wanted) => isOfType(each.type, wanted)),
    visibility === each.visibility,
    runId === each.payload.runId,
    each.timestamp >= since && each.timestamp < until,
    passesByData(each, filter),
  ];
  return !conditions.includes(false);
}

function passesByData({ type, payload }: OpenClawEvent, { toolName, text }: EventFilter): boolean {
  const data: { text?: unknown; name?: unknown } = Object(payload.data);
  const said = typeof data.text === "string" ? data.text.toLowerCase() : undefined;
  const isTool = type.includes(".tool_");
  return (
    (toolName === undefined || (isTool && data.name === toolName)) &&
    (text === undefined || said?.includes(text.toLowerCase()) === true)
  );
}

function isOfType(type: string, wanted: string): boolean {
  return wanted.endsWith(".*") ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}

function toExpression(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.>]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
