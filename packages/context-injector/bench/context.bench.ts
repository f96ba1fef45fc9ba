import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Bench } from "@openclaw/tooling/bench";
import { buildContext, createAgentMemory } from "../src/index.ts";
import type { AgentMemory, Message } from "../src/index.ts";
import { createRandom, madeUpMessages, madeUpWord } from "./made-up-messages.ts";
import { benchRealStream } from "./real-stream.ts";

setFlagsFromString("--expose-gc");
const gc: () => void = runInNewContext("gc");

const budgetTokens = 1000;
const runs = 200;

/** Indexing, memory, and the time of a block with a prompt, at a session's start, and of starts on a real stream. */
export const bench: Bench = async (report) => {
  const messages = madeUpMessages(100_000);
  const small = remember(messages.slice(0, 10_000));
  const heapBefore = heapMb();
  const indexing = performance.now();
  const large = remember(messages);
  report({ case: "index-100k", value: performance.now() - indexing, unit: "ms" });
  report({ case: "memory-100k", value: heapMb() - heapBefore, unit: "MB" });
  const random = createRandom();
  const prompt = (): string => Array.from({ length: 8 }, () => madeUpWord(random())).join(" ");
  for (const [size, memory] of [
    ["10k", small],
    ["100k", large],
  ] as const) {
    const asked = times(memory, prompt);
    report({ case: `prompt-p50@${size}`, value: quantile(asked, 0.5), unit: "ms" });
    report({ case: `prompt-p99@${size}`, value: quantile(asked, 0.99), unit: "ms" });
    const started = times(memory, () => undefined);
    report({ case: `start-p99@${size}`, value: quantile(started, 0.99), unit: "ms" });
  }
  await benchRealStream(report);
};

function remember(messages: readonly Message[]): AgentMemory {
  const memory = createAgentMemory();
  for (const message of messages) memory.add(message);
  return memory;
}

/** Milliseconds of each block, after one that is not counted; a message comes in between. */
function times(memory: AgentMemory, prompt: () => string | undefined): number[] {
  const more = madeUpMessages(runs + 1);
  const each = more.map((message, run) => {
    memory.add({ ...message, id: `more-${memory.passages.length}`, timestamp: Date.now() });
    const start = performance.now();
    buildContext(memory, { session: `bench:${run}`, prompt: prompt(), budgetTokens });
    return performance.now() - start;
  });
  return each.slice(1);
}

function heapMb(): number {
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * values.length)] ?? 0;
}
