import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenClawEvent } from "@openclaw/event-schema";
import type { Bench } from "@openclaw/tooling/bench";
import { createRedactor } from "../src/index.ts";
import { createCharacters } from "../test/redaction/characters.ts";
import { event } from "../test/redaction/event.ts";
import { makeLookAlikes } from "../test/redaction/look-alikes.ts";
import { makeSecrets } from "../test/redaction/secrets.ts";

const kilobytes = 16;
const rounds = 400;
const runs = 3;
const made = createCharacters(7);
const source = readFileSync(join(import.meta.dirname, "../src/publisher.ts"), "utf8");
const prose =
  "Yesterday we talked about the garden and decided to plant tomatoes next to the fence, because the soil is better there. ";
const items = Array.from({ length: 20 }, (_, id) => ({ id, ref: made.uuid(), tags: ["a", "b"] }));

const cases: Readonly<Record<string, unknown>> = {
  prose: { text: filled(prose), role: "user" },
  "source code": { text: filled(source) },
  "fields of a tool result": { result: Array.from({ length: kilobytes }, () => items) },
  "look-alikes": { text: filled(makeLookAlikes().join("\n")) },
  "base64 image": { text: made.base64(kilobytes * 1024) },
  "nothing but secrets": {
    text: filled(
      makeSecrets()
        .map(({ text }) => text)
        .join("\n"),
    ),
  },
};

/** What looking for secrets costs, beside what it costs to write the same event as JSON. */
export const bench: Bench = async (report) => {
  const redact = createRedactor();
  for (const [name, data] of Object.entries(cases)) {
    const sample = event(data);
    const size = JSON.stringify(data).length / 1024;
    const cost = (run: (event: OpenClawEvent) => unknown): number => best(() => run(sample)) / size;
    report({ case: `${name}: as JSON`, value: cost(JSON.stringify), unit: "µs/KB" });
    report({ case: `${name}: redacted`, value: cost(redact), unit: "µs/KB" });
  }
};

/** Microseconds of the fastest of many rounds, each long enough to be timed and too short to be interrupted. */
function best(run: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    for (let n = 0; n < runs; n += 1) run();
    return ((performance.now() - start) * 1000) / runs;
  });
  return Math.min(...times);
}

function filled(text: string): string {
  return text.repeat(Math.ceil((kilobytes * 1024) / text.length)).slice(0, kilobytes * 1024);
}
