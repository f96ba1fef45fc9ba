import { setTimeout as sleep } from "node:timers/promises";
import { silentLogger } from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEventReader, type PagedEventReader, type StoredEvent } from "../src/index.ts";
import { collect, event, noon, startEventLog, store, type EventLog } from "./event-log.ts";

let log: EventLog;
let reader: PagedEventReader;

const own = { stream: "events-own", subjectPrefix: "own.events" };
const events = [
  event({ session: "agent:main:a", runId: "r1" }),
  event({ session: "agent:main:b", type: "conversation.message.out", visibility: "public" }),
  event({ agent: "events", session: "agent:events:main" }),
  event({ type: "conversation.tool_call", data: { toolCallId: "1", name: "read", args: {} } }),
  event({ agent: "helper", session: "agent:helper:x.y*z >" }),
  event({ type: "run.end", session: "agent:main:a", timestamp: noon - 60_000 }),
];
const manyTypes = Array.from({ length: 64 }, (_, at) => `acme.type${at}`);
const ownEvents = [event({ agent: "own" }), event({ agent: "own", type: "run.start" })];

beforeAll(async () => {
  log = await startEventLog();
  await log.connection.ensureStream({ name: own.stream, subjects: ["own.events.>"], maxAgeMs: 0 });
  // Streams are merged by milliseconds.
  await log.append(events.slice(0, 3));
  await sleep(2);
  await log.append(ownEvents.slice(0, 1), own);
  await sleep(2);
  await log.append(events.slice(3));
  await sleep(2);
  await log.append(ownEvents.slice(1), own);
  reader = createEventReader(log.connection, { ...store, agents: { own } });
});

afterAll(async () => log[Symbol.asyncDispose]());

test("reads the events of all stores in the order they were stored", async () => {
  const read = await collect(reader.read());

  expect(read.map((stored) => stored.event)).toEqual([
    ...events.slice(0, 3),
    ...ownEvents.slice(0, 1),
    ...events.slice(3),
    ...ownEvents.slice(1),
  ]);
});

test.each([
  ["an agent", { agent: "helper" }, [4]],
  ["an agent called like the end of the prefix", { agent: "events" }, [2]],
  ["several agents", { agent: ["helper", "events"] }, [2, 4]],
  ["a session", { session: "agent:main:a" }, [0, 5]],
  ["a session pattern", { session: "agent:main:*" }, [0, 1, 3, 5]],
  ["a type", { type: "run.end" }, [5]],
  [
    "a family and a type within it",
    { type: ["conversation.*", "conversation.tool_call"] },
    [0, 1, 2, 3, 4],
  ],
  ["a visibility", { visibility: "public" }, [1]],
  ["a run", { runId: "r1" }, [0]],
  ["a tool", { toolName: "read" }, [3]],
  ["a text", { text: "MESSAGE" }, [0, 1, 2, 4, 5]],
  ["a time", { agent: "main", since: noon }, [0, 1, 3]],
  ["a time before", { until: noon }, [5]],
] as const)("reads the events of %s", async (_, filter, expected) => {
  const read = await collect(createEventReader(log.connection, store).read(filter));

  expect(read.map((stored) => stored.event)).toEqual(expected.map((at) => events[at]));
});

test.each([
  ["a family", { type: "run.*" }, [5]],
  ["more types than the server compares", { type: [...manyTypes, "run.end"] }, [5]],
] as const)("gives the heads of %s only", async (_, filter, expected) => {
  const heads = await collect(createEventReader(log.connection, store).heads(filter));

  expect(heads.map(({ id }) => id)).toEqual(expected.map((at) => events[at]?.id));
});

test("a follower that waits for its server ends when it is told to", async () => {
  await using connection = connect({ url: "nats://127.0.0.1:1" });
  const stop = new AbortController();
  const following = collect(
    createEventReader(connection, store).follow({ type: "run.*" }, { signal: stop.signal }),
  );

  stop.abort();

  await expect(following).resolves.toEqual([]);
});

test("tells a missing stream from an empty one", async () => {
  const missing = createEventReader(log.connection, { ...store, stream: "missing" });

  await expect(collect(missing.read())).rejects.toMatchObject({ code: "STREAM_NOT_FOUND" });
});

test("follows from a checkpoint and tells when it has caught up", async () => {
  const stop = new AbortController();
  const seen: (StoredEvent | "caught up")[] = [];
  const following = (async () => {
    const follow = reader.follow(
      {},
      {
        after: { [store.stream]: 4, [own.stream]: 1 },
        onCaughtUp: () => seen.push("caught up"),
        signal: stop.signal,
      },
    );
    for await (const stored of follow) {
      seen.push(stored);
      if (seen.length === 5) stop.abort();
    }
  })();
  while (!seen.includes("caught up")) await sleep(5);
  const late = event({ session: "agent:main:a" });

  await log.append([late]);
  await following;

  expect(seen.slice(3)).toEqual([
    "caught up",
    { event: late, stream: store.stream, sequence: 7, storedAt: expect.any(Number) },
  ]);
});

test("reads on behind a checkpoint", async () => {
  const read = await collect(reader.read({}, { after: { [store.stream]: 5, [own.stream]: 1 } }));

  expect(read.slice(0, 2).map(({ stream, sequence }) => [stream, sequence])).toEqual([
    [store.stream, 6],
    [own.stream, 2],
  ]);
});

test("gives the event at a place, and nothing where there is none", async () => {
  const found = await reader.at({ stream: own.stream, sequence: 2 });
  const missing = await reader.at({ stream: own.stream, sequence: 99 });

  expect(found?.event).toEqual(ownEvents[1]);
  expect(missing).toBeUndefined();
});

test("a read that is aborted says that it is not whole", async () => {
  const stop = new AbortController();
  const read = collect(reader.read({}, { signal: stop.signal }));

  stop.abort();

  await expect(read).rejects.toMatchObject({ code: "ABORTED" });
});

test("refuses streams of one name in several accounts", async () => {
  await using connection = connect({ url: log.server.url });
  const agents = { other: { ...store, connection } };

  expect(() => createEventReader(log.connection, { ...store, agents })).toThrow(
    expect.objectContaining({ code: "INVALID_ARGUMENT" }),
  );
});

test("leaves out what is no event, and says so", async () => {
  const warnings: string[] = [];
  const logger = {
    ...silentLogger,
    warn: (message: string) => void warnings.push(message),
  };
  const junk = { stream: "events-junk", subjectPrefix: "junk.events" };
  await log.connection.ensureStream({ name: junk.stream, subjects: ["junk.>"], maxAgeMs: 0 });
  const good = event();
  await log.append([good, { ...event(), timestamp: -1 }], junk);

  const read = await collect(createEventReader(log.connection, junk, { logger }).read());

  expect(read.map((stored) => stored.event)).toEqual([good]);
  expect(warnings).toEqual(["message 2 of stream events-junk is no event and was left out"]);
});
