import type { OutboxFacts } from "@openclaw/event-publisher";
import { isCoreEvent } from "@openclaw/event-schema";
import type { StreamState } from "@openclaw/jetstream";
import type { OpenStore } from "../store/open-store.ts";
import { readOutboxes } from "../store/read-outboxes.ts";
import type { Sample } from "./format-metrics.ts";

/** How the store is now: its streams, the outboxes of this machine, known losses, time of a read. */
export async function collectMetrics({ streams, reader }: OpenStore): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const { connection, spec } of streams)
    samples.push(...ofStream(await connection.streamState(spec.name)));
  for (const { name, facts } of await readOutboxes(process.env))
    samples.push(...ofOutbox(name, facts));

  const start = performance.now();
  const { events } = await reader.page({ type: "store.gap" }, { order: "desc", limit: 1000 });
  const seconds = (performance.now() - start) / 1000;
  const lost = events.reduce(
    (sum, { event }) => sum + (isCoreEvent(event, "store.gap") ? event.payload.data.count : 0),
    0,
  );
  return [
    ...samples,
    gauge("lost_events", "Events known to be lost, by the last 1000 gaps.", lost),
    gauge("read_seconds", "Time a small read took.", seconds),
  ];
}

function ofStream(state: StreamState): readonly Sample[] {
  const labels = { stream: state.name };
  const { messages, bytes, lastSequence, lastStoredAt = 0 } = state;
  return [
    { ...gauge("stream_events", "Events in the stream.", messages), labels },
    { ...gauge("stream_bytes", "Size of the stream.", bytes), labels },
    {
      ...gauge("appended_total", "Events ever appended to the stream.", lastSequence),
      type: "counter",
      labels,
    },
    {
      ...gauge(
        "last_event_timestamp_seconds",
        "When an event was last stored.",
        lastStoredAt / 1000,
      ),
      labels,
    },
  ];
}

function ofOutbox(name: string, facts: OutboxFacts): readonly Sample[] {
  const labels = { outbox: name };
  const { waiting, bytes, refused, oldestAt } = facts;
  const lag = oldestAt === undefined ? 0 : (Date.now() - oldestAt) / 1000;
  return [
    { ...gauge("outbox_events", "Events not known to be stored for good.", waiting), labels },
    { ...gauge("outbox_bytes", "Size of the outbox on disk.", bytes), labels },
    { ...gauge("outbox_refused", "Events the outbox had no room for.", refused), labels },
    { ...gauge("outbox_lag_seconds", "Age of the oldest event in the outbox.", lag), labels },
  ];
}

function gauge(name: string, help: string, value: number): Sample {
  return { name: `openclaw_events_${name}`, help, type: "gauge", value };
}
