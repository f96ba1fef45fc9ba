export { createCounter, createGauge } from "./create-metric.ts";
export { formatMetrics, metricsMediaType } from "./format-metrics.ts";
export type { Metric, MetricValue } from "./format-metrics.ts";
