// npm run chaos -- [fault …] [--short] [--seed N] [--json FILE]
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { findNatsServer } from "@openclaw/jetstream/server";
import { faults } from "./faults.ts";
import { isSound, type Outcome } from "./run-fault.ts";
import { seededRandom } from "./seeded-random.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "string" },
    seed: { type: "string" },
    short: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const scale = values.short ? { rounds: 4, time: 0.1 } : { rounds: 20, time: 1 };
const outcomes: Outcome[] = [];
let bad = 0;

const { version } = await findNatsServer();

console.log(`seed ${seed}, nats-server ${version}`);
for (const [name, fault] of Object.entries(faults)) {
  if (positionals.length > 0 && !positionals.some((part) => name.includes(part))) continue;
  const start = Date.now();
  try {
    const outcome = await fault({ ...scale, random: seededRandom(seed) });
    outcomes.push(outcome);
    const { rounds, sent, stored, lost, doubled, reordered, gaps } = outcome;
    const sound = isSound(outcome);
    bad += sound ? 0 : 1;
    console.log(
      `${sound ? "ok    " : "FAILED"} ${name}: ${rounds} rounds, ${sent} sent, ${stored} stored, ` +
        `${lost} lost (${gaps} told as gaps), ${doubled} doubled, ${reordered} reordered, ` +
        `${Math.round((Date.now() - start) / 1000)} s`,
    );
  } catch (error) {
    bad += 1;
    console.log(`FAILED ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ faults: outcomes }, null, 2)}\n`);
process.exitCode = bad === 0 ? 0 : 1;
