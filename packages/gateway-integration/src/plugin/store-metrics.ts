import {
  createCounter,
  createGauge,
  type Metric,
  type MetricValue,
} from "@openclaw/event-schema/metrics";
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
    createCounter(
      "acked_total",
      "Events the stream has, of all the outbox ever held.",
      each(({ acked }) => acked),
    ),
    createGauge(
      "pending",
      "Accepted events that the stream does not have yet.",
      each(({ pending }) => pending),
    ),
    createCounter(
      "lost_total",
      "Events lost to a full or damaged outbox since the start.",
      each(({ lost }) => lost),
    ),
    createCounter(
      "retries_total",
      "How often sending began anew after a failure.",
      each(({ retries }) => retries),
    ),
    createGauge(
      "last_acked_timestamp_seconds",
      "When an event was last confirmed, 0 where none was since the start.",
      each(({ lastAckedAt = 0 }) => lastAckedAt / 1000),
    ),
    createGauge(
      "connected",
      "Whether the server is there.",
      each(({ connection }) => (connection === "ready" ? 1 : 0)),
    ),
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
