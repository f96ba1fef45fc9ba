import { AckPolicy, DeliverPolicy, StringCodec, type NatsConnection } from "nats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { event, startEventLog, store, type EventLog } from "./event-log.ts";
import { connectPlain } from "./plain-client.ts";

/** Programs that know nothing of ours, as the feature document and the `nats` command do it. */
let log: EventLog;
let nc: NatsConnection;

const events = Array.from({ length: 150 }, (_, at) =>
  event({ type: at % 2 === 0 ? "conversation.message.in" : "run.end" }),
);
const last100 = events.slice(-100).map(({ type, timestamp }) => [type, timestamp]);

beforeAll(async () => {
  log = await startEventLog();
  await log.append(events);
  nc = await connectPlain(log.server.url);
});

afterAll(async () => {
  await nc.close();
  await log[Symbol.asyncDispose]();
});

test("the last 100 events are read by sequence, as the feature document shows", async () => {
  const jsm = await nc.jetstreamManager();
  const info = await jsm.streams.info(store.stream);
  const printed: unknown[] = [];

  for (let seq = info.state.last_seq - 99; seq <= info.state.last_seq; seq += 1) {
    const msg = await jsm.streams.getMessage(store.stream, { seq });
    const parsed = JSON.parse(StringCodec().decode(msg.data));
    printed.push([parsed.type, parsed.timestamp]);
  }

  expect(printed).toEqual(last100);
});

test("a plain ordered consumer reads all events", async () => {
  const consumer = await nc.jetstream().consumers.get(store.stream);
  const ids: string[] = [];

  const messages = await consumer.fetch({ max_messages: events.length });
  for await (const message of messages) ids.push(message.json<{ id: string }>().id);

  expect(ids).toEqual(events.map(({ id }) => id));
});

test("`nats stream info` finds the stream on the wire", async () => {
  const answer = await nc.request(`$JS.API.STREAM.INFO.${store.stream}`);

  expect(answer.json()).toMatchObject({
    config: { name: store.stream, subjects: [`${store.subjectPrefix}.>`] },
    state: { messages: events.length, first_seq: 1, last_seq: events.length },
  });
});

test("`nats consumer add` and `nats consumer next` read the last event on the wire", async () => {
  const config = {
    durable_name: "reader",
    deliver_policy: DeliverPolicy.Last,
    ack_policy: AckPolicy.None,
  };
  await nc.request(
    `$JS.API.CONSUMER.CREATE.${store.stream}.reader`,
    JSON.stringify({ stream_name: store.stream, config }),
  );

  const next = await nc.request(
    `$JS.API.CONSUMER.MSG.NEXT.${store.stream}.reader`,
    JSON.stringify({ batch: 1, expires: 1_000_000_000 }),
    { noMux: true, timeout: 5000 },
  );

  expect(next.json()).toEqual(events.at(-1));
  expect(next.headers?.get("Nats-Msg-Id")).toBe(events.at(-1)?.id);
});
