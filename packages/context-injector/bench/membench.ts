import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildContext, createAgentMemory } from "../src/index.ts";
import type { ContextItem } from "../src/index.ts";
import { readDataSet } from "./read-data.ts";

const usage = `npm run membench -- --data DIR --budget N --out FILE [--no-prompt]

Builds a block for each question in DIR/questions.jsonl from DIR/<conversation>.events.jsonl and
writes lines of {conversation, question_id, context, ranking} to FILE.`;

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    budget: { type: "string", default: "1000" },
    out: { type: "string" },
    "no-prompt": { type: "boolean", default: false },
  },
});
if (!values.data || !values.out) throw new Error(usage);

/** Recalled passages are ranked; the latest ones are shown whatever is asked. */
const byReason = (a: ContextItem, b: ContextItem): number =>
  Number(a.reason === "recent") - Number(b.reason === "recent");

const { memories, questions } = readDataSet(values.data);
const lines = questions.map(({ conversation, question_id, question, now }) => {
  const { text, items } = buildContext(memories.get(conversation) ?? createAgentMemory(), {
    session: `membench:${question_id}`,
    prompt: values["no-prompt"] ? undefined : question,
    referenceTime: now,
    budgetTokens: Number(values.budget),
  });
  const ranking = Array.from(new Set(items.toSorted(byReason).map(({ eventId }) => eventId)));
  return `${JSON.stringify({ conversation, question_id, context: text, ranking })}\n`;
});
writeFileSync(values.out, lines.join(""));
