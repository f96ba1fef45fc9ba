import type { OpenClawEvent } from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fillStream, type MadeUpStream } from "../bench/made-up-streams.ts";
import { createEventReader, readPages } from "../src/index.ts";
import { event, startEventLog, type EventLog } from "./event-log.ts";
import { listenToRequests, type RequestLog } from "./plain-client.ts";

const limit = 1000;
const later = 1_000_000;

let log: EventLog;
let requests: RequestLog;
let store: MadeUpStream;

/** A thousand events of one agent, then a million of another. */
beforeAll(async () => {
  log = await startEventLog();
  const eventAt = (at: number): OpenClawEvent =>
    event({
      agent: at < limit ? "quiet" : "busy",
      session: `chat-${at % 100}`,
      data: { text: "" },
    });
  store = await fillStream(log.connection, limit + later, { name: "large", eventAt });
  requests = await listenToRequests(log.server.url);
}, 240_000);

afterAll(async () => {
  await requests[Symbol.asyncDispose]();
  await log[Symbol.asyncDispose]();
});

test.each([
  ["quiet", limit],
  ["busy", limit + later],
])(
  "the last 1000 events of the %s agent are right, by two requests at most, for a process that knows nothing",
  async (agent, end) => {
    await using connection = connect({ url: log.server.url });
    await connection.ready();
    await requests.take();

    const { events } = await createEventReader(connection, store).page(
      { agent },
      { order: "desc", limit },
    );

    const places = Array.from({ length: limit }, (_, at) => ({ sequence: end - at, agent }));
    expect(events.map((each) => ({ sequence: each.sequence, agent: each.event.agent }))).toEqual(
      places,
    );
    expect((await requests.take()).length).toBeLessThanOrEqual(2);
  },
);

test("each page of the quiet agent takes two requests at most", async () => {
  const reader = createEventReader(log.connection, store);
  const counts: number[] = [];
  const sequences: number[] = [];
  await requests.take();

  for await (const { events } of readPages(
    reader,
    { agent: "quiet" },
    { order: "desc", limit: 300 },
  )) {
    counts.push((await requests.take()).length);
    sequences.push(...events.map(({ sequence }) => sequence));
  }

  expect(sequences).toEqual(Array.from({ length: limit }, (_, at) => limit - at));
  expect(Math.max(...counts)).toBeLessThanOrEqual(2);
});
