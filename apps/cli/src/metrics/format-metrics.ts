/** One value of a metric. */
export interface Sample {
  readonly name: string;
  readonly help: string;
  readonly type: "gauge" | "counter";
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Samples in the Prometheus text format 0.0.4, those of one metric together. */
export function formatMetrics(samples: readonly Sample[]): string {
  const names = [...new Set(samples.map(({ name }) => name))];
  return names
    .map((name) => {
      const own = samples.filter((sample) => sample.name === name);
      const [{ help, type } = { help: "", type: "gauge" }] = own;
      const lines = own.map(({ labels = {}, value }) => `${name}${formatLabels(labels)} ${value}`);
      return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
    })
    .join("");
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escape(value: string): string {
  return value.replace(/[\\"]/g, String.raw`\$&`).replaceAll("\n", String.raw`\n`);
}
