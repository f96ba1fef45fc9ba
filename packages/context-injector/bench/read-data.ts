import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { parseEvent } from "@openclaw/event-schema";
import { z } from "zod";
import { createAgentMemory, messageOf } from "../src/index.ts";
import type { AgentMemory } from "../src/index.ts";

const questionSchema = z.object({
  conversation: z.string(),
  question_id: z.string(),
  question: z.string(),
  category: z.string().optional(),
  evidence: z.array(z.string()).default([]),
  now: z.number().optional(),
});

export type Question = z.infer<typeof questionSchema>;

/** A converted data set: what each conversation's agent remembers, and questions about it. */
export interface DataSet {
  readonly memories: ReadonlyMap<string, AgentMemory>;
  readonly questions: readonly Question[];
}

const suffix = ".events.jsonl";

/** Reads `<conversation>.events.jsonl` and `questions.jsonl` of a directory. */
export function readDataSet(dir: string): DataSet {
  const files = readdirSync(dir).filter((name) => name.endsWith(suffix));
  return {
    memories: new Map(files.map((name) => [basename(name, suffix), readMemory(join(dir, name))])),
    questions: linesOf(join(dir, "questions.jsonl")).map((line) => questionSchema.parse(line)),
  };
}

function readMemory(path: string): AgentMemory {
  const memory = createAgentMemory();
  for (const line of linesOf(path)) {
    const message = messageOf(parseEvent(line));
    if (message) memory.add(message);
  }
  return memory;
}

function linesOf(path: string): unknown[] {
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return lines.map((line): unknown => JSON.parse(line));
}
