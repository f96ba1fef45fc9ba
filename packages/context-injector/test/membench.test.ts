import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDataSet } from "../bench/read-data.ts";
import type { DataSet, Question } from "../bench/read-data.ts";
import { buildContext, createAgentMemory } from "../src/index.ts";
import type { ContextBlock } from "../src/index.ts";
import { weigh } from "../src/tokens.ts";

const smallSet = join(import.meta.dirname, "../bench/small-set");
/** Room for about a third of the small set. */
const smallBudget = 350;
/** A folder of large sets that are not ours to publish, each in a folder of its name. */
const largeSets = process.env["MEMBENCH_DATA"] ?? "";

function blockFor({ memories }: DataSet, question: Question, budgetTokens: number): ContextBlock {
  return buildContext(memories.get(question.conversation) ?? createAgentMemory(), {
    session: question.question_id,
    prompt: question.question,
    referenceTime: question.now,
    budgetTokens,
  });
}

function recallOf({ items }: ContextBlock, { evidence }: Question): number {
  const shown = new Set(items.map(({ eventId }) => eventId));
  return evidence.filter((id) => shown.has(id)).length / evidence.length;
}

const small = readDataSet(smallSet);

test.each(small.questions.map((question): [string, Question] => [question.question, question]))(
  "%s is answered by a block with room for a part of what was said",
  (_text, question) => {
    const block = blockFor(small, question, smallBudget);

    expect(recallOf(block, question)).toBe(1);
    expect(weigh(block.text)).toBeLessThanOrEqual(smallBudget * 4);
  },
);

const bars: readonly (readonly [string, number, number])[] = [
  ["locomo", 500, 0.77],
  ["locomo", 1000, 0.84],
  ["beam100k", 1000, 0.5],
  ["lmepool", 1000, 0.85],
];

for (const [name, budget, least] of bars) {
  const dir = join(largeSets, name);
  const isMissing = largeSets === "" || !existsSync(dir);
  if (isMissing) process.stderr.write(`NOT RUN: ${name} is not in the folder of MEMBENCH_DATA\n`);
  test.skipIf(isMissing)(
    `${least} of the evidence in ${name} is shown at ${budget} tokens`,
    { timeout: 600_000 },
    () => {
      const data = readDataSet(dir);
      const asked = data.questions.filter(({ category }) => category !== "adversarial");

      const recalls = asked.map((question) => recallOf(blockFor(data, question, budget), question));

      expect(recalls.reduce((sum, recall) => sum + recall, 0) / asked.length).toBeGreaterThan(
        least,
      );
    },
  );
}
