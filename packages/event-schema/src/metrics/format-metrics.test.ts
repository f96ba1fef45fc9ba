import { expect, test } from "vitest";
import { createCounter, createGauge } from "./create-metric.ts";
import { formatMetrics } from "./format-metrics.ts";

test("metrics are in the Prometheus text format, labels escaped, empty ones left out", () => {
  const text = formatMetrics([
    createGauge("pending", "Events that wait.", [{ labels: { agent: 'a"b\\c\nd' }, value: 3 }]),
    createCounter("lost_total", "Events that are lost.", [{ value: 1 }]),
    createCounter("nothing", "Has no value.", []),
    {
      name: "query_seconds",
      help: "Time of queries.",
      type: "summary",
      values: [
        { part: "count", value: 2 },
        { part: "sum", value: 0.5 },
      ],
    },
  ]);

  expect(text).toBe(
    [
      "# HELP openclaw_events_pending Events that wait.",
      "# TYPE openclaw_events_pending gauge",
      String.raw`openclaw_events_pending{agent="a\"b\\c\nd"} 3`,
      "# HELP openclaw_events_lost_total Events that are lost.",
      "# TYPE openclaw_events_lost_total counter",
      "openclaw_events_lost_total 1",
      "# HELP openclaw_events_query_seconds Time of queries.",
      "# TYPE openclaw_events_query_seconds summary",
      "openclaw_events_query_seconds_count 2",
      "openclaw_events_query_seconds_sum 0.5",
      "",
    ].join("\n"),
  );
});
