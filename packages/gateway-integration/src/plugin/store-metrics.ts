import type { Metric, MetricValue } from "@openclaw/event-schema/metrics";
import type { EventStore, StoreStatus } from "../store/event-store.ts";
import type { Timing } from "../store/timing.ts";

/** How the stores of this process do, and what reading them takes. */
export function storeMetrics({
  status,
  timings,
}: Pick<EventStore, "status" | "timings">): readonly Metric[] {
  const each = (valueOf: (store: StoreStatus) => number): readonly MetricValue[] =>
    status.map((store) => ({ labels: { stream: store.stream }, value: valueOf(store) }));
  return [
    {
      name: "acked_total",
      help: "Events the stream has, of all the outbox ever held.",
      type: "counter",
      values: each(({ acked }) => acked),
    },
    {
      name: "pending",
      help: "Accepted events that the stream does not have yet.",
      type: "gauge",
      values: each(({ pending }) => pending),
    },
    {
      name: "lost_total",
      help: "Events lost to a full or damaged outbox since the start.",
      type: "counter",
      values: each(({ lost }) => lost),
    },
    {
      name: "retries_total",
      help: "How often sending began anew after a failure.",
      type: "counter",
      values: each(({ retries }) => retries),
    },
    {
      name: "last_acked_timestamp_seconds",
      help: "When an event was last confirmed, 0 where none was since the start.",
      type: "gauge",
      values: each(({ lastAckedAt = 0 }) => lastAckedAt / 1000),
    },
    {
      name: "connected",
      help: "Whether the server is there.",
      type: "gauge",
      values: each(({ connection }) => (connection === "ready" ? 1 : 0)),
    },
    summary("context_seconds", "Time that building context blocks took.", timings.context),
    summary("query_seconds", "Time that queries took.", timings.query),
  ];
}

function summary(name: string, help: string, { count, seconds }: Timing): Metric {
  return {
    name,
    help,
    type: "summary",
    values: [
      { part: "count", value: count },
      { part: "sum", value: seconds },
    ],
  };
}
