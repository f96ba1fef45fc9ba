import { parseArgs } from "node:util";
import { queryOf } from "../src/query.ts";
import { candidatesFor, signalNames } from "../src/signals.ts";
import type { SignalName } from "../src/signals.ts";
import { readDataSet } from "./read-data.ts";
import type { DataSet, Question } from "./read-data.ts";

/** A question's candidates: a row of signals each, and how much of the evidence each is. */
interface Choice {
  readonly rows: readonly Float64Array[];
  readonly gold: readonly number[];
}

const names: readonly SignalName[] = signalNames;

function choiceOf({ memories }: DataSet, question: Question): Choice[] {
  const memory = memories.get(question.conversation);
  if (!memory) return [];
  const candidates = candidatesFor(memory, queryOf(memory, question.question, question.now ?? 0));
  const evidence = new Set(question.evidence);
  const gold = candidates.map(({ passage: { message, parts } }) =>
    evidence.has(message.id) ? 1 / parts : 0,
  );
  const total = gold.reduce((sum, part) => sum + part, 0);
  if (total === 0) return [];
  const rows = candidates.map(({ signals }) => Float64Array.from(names, (name) => signals[name]));
  return [{ rows, gold: gold.map((part) => part / total) }];
}

/** Adds the gradient of a question's log loss; its loss. */
function learn({ rows, gold }: Choice, weights: Float64Array, gradient: Float64Array): number {
  const scores = rows.map((row) => row.reduce((sum, x, i) => sum + x * (weights[i] ?? 0), 0));
  const top = Math.max(...scores);
  const odds = scores.map((score) => Math.exp(score - top));
  const whole = odds.reduce((sum, odd) => sum + odd, 0);
  let loss = 0;
  for (const [index, row] of rows.entries()) {
    const p = (odds[index] ?? 0) / whole;
    const wanted = gold[index] ?? 0;
    if (wanted > 0) loss -= wanted * Math.log(p + 1e-12);
    for (let i = 0; i < row.length; i++)
      gradient[i] = (gradient[i] ?? 0) + (p - wanted) * (row[i] ?? 0);
  }
  return loss;
}

/** Conditional logit by Adam, all data sets weighing the same. */
function fit(
  sets: readonly (readonly Choice[])[],
  epochs: number,
): { weights: Float64Array; loss: number } {
  const weights = new Float64Array(names.length);
  const first = new Float64Array(names.length);
  const second = new Float64Array(names.length);
  let loss = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const total = weights.map((weight) => 2e-4 * weight);
    loss = 0;
    for (const choices of sets) {
      const gradient = new Float64Array(names.length);
      let setLoss = 0;
      for (const choice of choices) setLoss += learn(choice, weights, gradient);
      loss += setLoss / choices.length / sets.length;
      for (const [i, g] of gradient.entries())
        total[i] = (total[i] ?? 0) + g / choices.length / sets.length;
    }
    for (const [i, g] of total.entries()) {
      const m = (first[i] = 0.9 * (first[i] ?? 0) + 0.1 * g);
      const v = (second[i] = 0.99 * (second[i] ?? 0) + 0.01 * g * g);
      const step = m / (1 - 0.9 ** epoch) / (Math.sqrt(v / (1 - 0.99 ** epoch)) + 1e-6);
      weights[i] = (weights[i] ?? 0) - 0.12 * step;
    }
  }
  return { weights, loss };
}

const { positionals } = parseArgs({ allowPositionals: true });
const sets = positionals.map((dir) => {
  const data = readDataSet(dir);
  return data.questions
    .filter(({ category }) => category !== "adversarial")
    .flatMap((q) => choiceOf(data, q));
});
const { weights, loss } = fit(sets, Number(process.env["EPOCHS"] ?? 120));
process.stdout.write(`// loss ${loss.toFixed(4)}\n`);
for (const [i, name] of names.entries())
  process.stdout.write(`  ${name}: ${(weights[i] ?? 0).toFixed(2)},\n`);
