import type { Metric, MetricValue } from "./format-metrics.ts";

/** A quantity that goes up and down. */
export function createGauge(name: string, help: string, values: readonly MetricValue[]): Metric {
  return { name, help, type: "gauge", values };
}

/** A quantity that only goes up. */
export function createCounter(name: string, help: string, values: readonly MetricValue[]): Metric {
  return { name, help, type: "counter", values };
}
