import { setTimeout as sleep } from "node:timers/promises";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createEventReader,
  readPages,
  type EventFilter,
  type PagedEventReader,
  type PageOptions,
  type StoredEvent,
} from "../src/index.ts";
import { collect, event, startEventLog, store, type EventLog } from "./event-log.ts";
import { connectPlain, listenToRequests, type RequestLog } from "./plain-client.ts";

let log: EventLog;
let requests: RequestLog;

const quiet = Array.from({ length: 300 }, () => event({ agent: "quiet" }));
const busy = Array.from({ length: 20_000 }, (_, at) =>
  event({ agent: at % 5 === 0 ? "other" : "busy", session: `agent:busy:${at % 7}` }),
);
const all = [...quiet, ...busy];

beforeAll(async () => {
  log = await startEventLog();
  await log.append(all);
  requests = await listenToRequests(log.server.url);
});

afterAll(async () => {
  await requests[Symbol.asyncDispose]();
  await log[Symbol.asyncDispose]();
});

const cases: readonly (readonly [string, EventFilter, number])[] = [
  ["everything", {}, 1000],
  ["an agent silent for long", { agent: "quiet" }, 200],
  ["an agent with fewer events than asked for", { agent: "quiet" }, 1000],
  ["a busy agent", { agent: "busy" }, 100],
  ["one agent of a few", { agent: "other" }, 100],
  ["a session", { agent: "busy", session: "agent:busy:3" }, 50],
  ["a text", { text: "message 77" }, 20],
  ["a session pattern", { session: "*:3" }, 100],
  ["nothing", { agent: "nobody" }, 10],
];

test.each(cases)("takes at most two requests for the newest of %s", async (_, filter, limit) => {
  await requests.take();
  const reader = createEventReader(log.connection, store);

  const pages: (readonly OpenClawEvent[])[] = [];
  const counts: number[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 3; page += 1) {
    const read = await reader.page(filter, { order: "desc", limit, cursor });
    pages.push(read.events.map((stored) => stored.event));
    counts.push((await requests.take()).length);
    cursor = read.cursor;
    if (cursor === undefined) break;
  }
  await reader.page(filter, { order: "desc", limit });
  counts.push((await requests.take()).length);

  const expected = all
    .filter(passes(filter))
    .toReversed()
    .slice(0, 3 * limit);
  expect(pages.flat()).toEqual(expected);
  expect(Math.max(...counts)).toBeLessThanOrEqual(2);
});

test.each(cases)("takes one request for the oldest of %s", async (_, filter, limit) => {
  await requests.take();

  const { events } = await createEventReader(log.connection, store).page(filter, { limit });

  expect(events.map((stored) => stored.event)).toEqual(all.filter(passes(filter)).slice(0, limit));
  expect(await requests.take()).toHaveLength(1);
});

test("reads back from the beginning where nothing is known of the end", async () => {
  await using fresh = connect({ url: log.server.url });
  await fresh.ready();
  await requests.take();

  const { events } = await createEventReader(fresh, store).page(
    { agent: "other" },
    { order: "desc", limit: 100 },
  );

  const expected = all
    .filter(passes({ agent: "other" }))
    .slice(-100)
    .toReversed();
  expect(events.map((stored) => stored.event)).toEqual(expected);
  expect((await requests.take()).length).toBeLessThanOrEqual(2);
});

test("pages skip and repeat nothing while events are purged, deleted and added", async () => {
  await using own = await startEventLog();
  const events = Array.from({ length: 3000 }, () => event());
  await own.append(events);
  const reader = createEventReader(own.connection, store);
  const plain = await connectPlain(own.server.url);
  const manager = await plain.jetstreamManager();
  const first = await reader.page({}, { limit: 1000 });

  await manager.streams.purge(store.stream, { seq: 501 });
  for (const seq of [1001, 1002, 2000]) await manager.streams.deleteMessage(store.stream, seq);
  await own.append([event()]);
  const rest = await readAll(reader, {}, { limit: 700, cursor: first.cursor });
  const backwards = await readAll(reader, {}, { limit: 700, order: "desc" });
  await plain.close();

  const sequences = backwards.map(({ sequence }) => sequence);
  const expected = Array.from({ length: 3001 }, (_, at) => at + 1).filter(
    (sequence) => sequence > 500 && ![1001, 1002, 2000].includes(sequence),
  );
  expect(rest.map(({ sequence }) => sequence)).toEqual(expected.filter((each) => each > 1000));
  expect(sequences).toEqual(expected.toReversed());
});

test("pages merge the stores of several agents", async () => {
  const own = { stream: "events-own", subjectPrefix: "own.events" };
  await log.connection.ensureStream({ name: own.stream, subjects: ["own.>"], maxAgeMs: 0 });
  const late = Array.from({ length: 50 }, () => event({ agent: "own" }));
  await log.append(late, own);
  const reader = createEventReader(log.connection, { ...store, agents: { own } });
  const filter = { agent: ["quiet", "own"] };

  const newest = await readAll(reader, filter, { limit: 40, order: "desc" });
  const oldest = await readAll(reader, filter, { limit: 40 });

  expect(newest.map((stored) => stored.event)).toEqual([...quiet, ...late].toReversed());
  expect(oldest.map((stored) => stored.event)).toEqual([...quiet, ...late]);
});

test("a page back holds nothing that was stored after the page before, whatever store it is in", async () => {
  await using both = await startEventLog();
  const own = { stream: "events-own", subjectPrefix: "own.events" };
  await both.connection.ensureStream({ name: own.stream, subjects: ["own.>"], maxAgeMs: 0 });
  const [first, second, third, late] = [event(), event(), event({ agent: "own" }), event()];
  await both.append([first, second]);
  await sleep(2);
  await both.append([third], own);
  const reader = createEventReader(both.connection, { ...store, agents: { own } });
  const newest = await reader.page({}, { order: "desc", limit: 1 });

  await both.append([late]);
  const before = await reader.page({}, { order: "desc", limit: 9, cursor: newest.cursor });

  expect(newest.events.map((stored) => stored.event)).toEqual([third]);
  expect(before.events.map((stored) => stored.event)).toEqual([second, first]);
});

test.each([
  ["a limit of none", { limit: 0 }],
  ["a limit that is no number of events", { limit: 1.5 }],
  ["a limit beyond bounds", { limit: 10_001 }],
  ["a cursor that is none", { cursor: "abc" }],
])("refuses %s", async (_, options) => {
  const page = createEventReader(log.connection, store).page({}, options);

  await expect(page).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
});

test("refuses the cursor of another filter", async () => {
  const reader = createEventReader(log.connection, store);
  const { cursor } = await reader.page({ agent: "busy" });

  const page = reader.page({ agent: "other" }, { cursor });

  await expect(page).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
});

async function readAll(
  reader: PagedEventReader,
  filter: EventFilter,
  options: PageOptions,
): Promise<readonly StoredEvent[]> {
  return (await collect(readPages(reader, filter, options))).flatMap(({ events }) => events);
}

function passes({ agent, session, text }: EventFilter): (event: OpenClawEvent) => boolean {
  return (each) =>
    (agent === undefined || each.agent === agent) &&
    (session === undefined ||
      (session.startsWith("*") ? each.session.endsWith(":3") : each.session === session)) &&
    (text === undefined || JSON.stringify(each.payload.data).includes(text));
}
