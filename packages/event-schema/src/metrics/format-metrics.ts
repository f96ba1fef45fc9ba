/** A measured quantity of the event store, as Prometheus knows them. */
export interface Metric {
  /** Without the common prefix, such as `stream_bytes`. */
  readonly name: string;
  readonly help: string;
  /** A summary has two values: how often, and the sum of what was measured. */
  readonly type: "gauge" | "counter" | "summary";
  readonly values: readonly MetricValue[];
}

export interface MetricValue {
  readonly labels?: Readonly<Record<string, string>>;
  /** Which value of a summary it is. */
  readonly part?: "count" | "sum";
  readonly value: number;
}

/** Metrics in the Prometheus text format 0.0.4; those without a value are left out. */
export function formatMetrics(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ values }) => values.length > 0)
    .map(formatMetric)
    .join("");
}

/** The media type of what {@link formatMetrics} makes. */
export const metricsMediaType = "text/plain; version=0.0.4; charset=utf-8";

function formatMetric({ name, help, type, values }: Metric): string {
  const full = `openclaw_events_${name}`;
  const lines = values.map(
    ({ labels = {}, part, value }) =>
      `${full}${part === undefined ? "" : `_${part}`}${formatLabels(labels)} ${value}`,
  );
  return [`# HELP ${full} ${help}`, `# TYPE ${full} ${type}`, ...lines, ""].join("\n");
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escape(value: string): string {
  return value.replace(/[\\"]/g, String.raw`\$&`).replaceAll("\n", String.raw`\n`);
}
