import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { parseEvent } from "@openclaw/event-schema";
import { z } from "zod";
import { buildContext, createAgentMemory, messageOf } from "../src/index.ts";
import type { AgentMemory } from "../src/index.ts";

const usage = `npm run membench -- --data DIR --budget N --out FILE [--no-prompt]

Builds a block for each question in DIR/questions.jsonl from DIR/<conversation>.events.jsonl and
writes lines of {conversation, question_id, context, ranking} to FILE.`;

const question = z.object({
  conversation: z.string(),
  question_id: z.string(),
  question: z.string(),
  now: z.number().optional(),
});

function linesOf(path: string): unknown[] {
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return lines.map((line): unknown => JSON.parse(line));
}

function readMemories(dir: string): Map<string, AgentMemory> {
  const suffix = ".events.jsonl";
  const files = readdirSync(dir).filter((name) => name.endsWith(suffix));
  return new Map(
    files.map((name) => {
      const memory = createAgentMemory();
      for (const line of linesOf(join(dir, name))) {
        const message = messageOf(parseEvent(line));
        if (message) memory.add(message);
      }
      return [basename(name, suffix), memory];
    }),
  );
}

function main(): void {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      budget: { type: "string", default: "1000" },
      out: { type: "string" },
      "no-prompt": { type: "boolean", default: false },
    },
  });
  const { data, out } = values;
  if (!data || !out) throw new Error(usage);
  const memories = readMemories(data);
  const lines = linesOf(join(data, "questions.jsonl")).map((line) => {
    const { conversation, question_id, question: prompt } = question.parse(line);
    const memory = memories.get(conversation) ?? createAgentMemory();
    const { text, items } = buildContext(memory, {
      session: `membench:${question_id}`,
      prompt: values["no-prompt"] ? undefined : prompt,
      budgetTokens: Number(values.budget),
    });
    const ranking = items.map(({ eventId }) => eventId);
    return `${JSON.stringify({ conversation, question_id, context: text, ranking })}\n`;
  });
  writeFileSync(out, lines.join(""));
}

main();
