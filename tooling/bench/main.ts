import { readdirSync, existsSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Bench, Measurement } from "./bench.ts";

const root = join(import.meta.dirname, "../..");
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "string" } },
});
const [name] = positionals;
const files = benchFiles();
const file = files.get(name ?? "");

if (file === undefined) {
  console.error(`usage: npm run bench -- <${[...files.keys()].join("|")}> [--json FILE]`);
  process.exit(2);
}

const [processor] = cpus();
console.log(`${process.version}, ${cpus().length} × ${processor?.model}, load ${loadavg()[0]}\n`);
const measurements: Measurement[] = [];
const measured: { readonly bench: Bench } = await import(pathToFileURL(file).href);
await measured.bench((measurement) => {
  measurements.push(measurement);
  console.log(line(measurement));
});
if (values.json !== undefined)
  writeFileSync(
    values.json,
    `${JSON.stringify({ rows: measurements.map(withRatios) }, null, 2)}\n`,
  );

function benchFiles(): Map<string, string> {
  const dirs = ["packages", "apps"].flatMap((group) =>
    readdirSync(join(root, group)).map((dir) => join(root, group, dir, "bench")),
  );
  return new Map(
    dirs
      .filter((dir) => existsSync(dir))
      .flatMap((dir) => readdirSync(dir).map((entry) => join(dir, entry)))
      .flatMap((path) => {
        const [, found] = /([^/]+)\.bench\.ts$/.exec(path) ?? [];
        return found === undefined ? [] : [[found, path] as const];
      }),
  );
}

/** A figure with its ratio to the first one of its unit. */
function line(measurement: Measurement): string {
  const first = measurements.find(({ unit }) => unit === measurement.unit);
  const value = measurement.value.toLocaleString("en", { maximumSignificantDigits: 4 });
  const ratio =
    first === undefined || first === measurement
      ? ""
      : `  ${(measurement.value / first.value).toFixed(3)} × ${first.case}`;
  return `${measurement.case.padEnd(28)} ${value.padStart(12)} ${measurement.unit}${ratio}`;
}

function withRatios(measurement: Measurement): Measurement & { ratio: Record<string, number> } {
  const others = measurements.filter(
    ({ unit, case: other }) => unit === measurement.unit && other !== measurement.case,
  );
  const ratio = others.map(({ case: other, value }) => [other, measurement.value / value]);
  return { ...measurement, ratio: Object.fromEntries(ratio) };
}
