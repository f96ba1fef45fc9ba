import { isCoreEvent } from "@openclaw/event-schema";
import {
  createCounter,
  createGauge,
  type Metric,
  type MetricValue,
} from "@openclaw/event-schema/metrics";
import type { StreamState } from "@openclaw/jetstream";
import type { OpenStore } from "../store/open-store.ts";
import { readOutboxes, type FoundOutbox } from "../store/read-outboxes.ts";

/** How the store is now: its streams, the outboxes of this machine, known losses, time of a read. */
export async function collectMetrics({ streams, reader }: OpenStore): Promise<readonly Metric[]> {
  const states = await Promise.all(
    streams.map(async ({ connection, spec }) => connection.streamState(spec.name)),
  );
  const outboxes = await readOutboxes(process.env);
  const start = performance.now();
  const { events } = await reader.page({ type: "store.gap" }, { order: "desc", limit: 1000 });
  const seconds = (performance.now() - start) / 1000;
  const lost = events.reduce(
    (sum, { event }) => sum + (isCoreEvent(event, "store.gap") ? event.payload.data.count : 0),
    0,
  );
  return [
    ...ofStreams(states),
    ...ofOutboxes(outboxes),
    createGauge("lost_events", "Events known to be lost, by the last 1000 gaps.", [
      { value: lost },
    ]),
    createGauge("read_seconds", "Time a small read took.", [{ value: seconds }]),
  ];
}

function ofStreams(states: readonly StreamState[]): readonly Metric[] {
  const each = (valueOf: (state: StreamState) => number): readonly MetricValue[] =>
    states.map((state) => ({ labels: { stream: state.name }, value: valueOf(state) }));
  return [
    createGauge(
      "stream_events",
      "Events in the stream.",
      each(({ messages }) => messages),
    ),
    createGauge(
      "stream_bytes",
      "Size of the stream.",
      each(({ bytes }) => bytes),
    ),
    createCounter(
      "appended_total",
      "Events ever appended to the stream.",
      each(({ lastSequence }) => lastSequence),
    ),
    createGauge(
      "last_event_timestamp_seconds",
      "When an event was last stored.",
      each(({ lastStoredAt = 0 }) => lastStoredAt / 1000),
    ),
  ];
}

function ofOutboxes(outboxes: readonly FoundOutbox[]): readonly Metric[] {
  const each = (valueOf: (facts: FoundOutbox["facts"]) => number): readonly MetricValue[] =>
    outboxes.map(({ name, facts }) => ({ labels: { outbox: name }, value: valueOf(facts) }));
  const now = Date.now();
  return [
    createGauge(
      "outbox_events",
      "Events not known to be stored for good.",
      each(({ waiting }) => waiting),
    ),
    createGauge(
      "outbox_bytes",
      "Size of the outbox on disk.",
      each(({ bytes }) => bytes),
    ),
    createGauge(
      "outbox_refused",
      "Events the outbox had no room for.",
      each(({ refused }) => refused),
    ),
    createGauge(
      "outbox_lag_seconds",
      "Age of the oldest event in the outbox.",
      each(({ oldestAt = now }) => (now - oldestAt) / 1000),
    ),
  ];
}
