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
const warmUp = 50;

/** Indexing, memory, and the time of a block with a prompt, at a session's start, and of starts on a real stream. */
export const bench: Bench = async (report) => {
  const messages = madeUpMessages(100_000);
  const small = remember(messages.slice(0, 10_000));
  const heapBefore = heapMb();
  const indexing = stopwatch();
  const large = remember(messages);
  const indexed = indexing();
  report({ case: "index-100k", value: indexed.ms, unit: "ms" });
  report({ case: "index-100k-cpu", value: indexed.cpuMs, unit: "ms" });
  report({ case: "memory-100k", value: heapMb() - heapBefore, unit: "MB" });
  const random = createRandom();
  const prompt = (): string => Array.from({ length: 8 }, () => madeUpWord(random())).join(" ");
  for (const [size, memory] of [
    ["10k", small],
    ["100k", large],
  ] as const) {
    for (const [name, promptOf] of [
      ["prompt", prompt],
      ["start", () => undefined],
    ] as const) {
      const taken = times(memory, promptOf);
      const [ms, cpuMs] = [taken.map((each) => each.ms), taken.map((each) => each.cpuMs)];
      report({ case: `${name}-p50@${size}`, value: quantile(ms, 0.5), unit: "ms" });
      report({ case: `${name}-p99@${size}`, value: quantile(ms, 0.99), unit: "ms" });
      report({ case: `${name}-p10-cpu@${size}`, value: quantile(cpuMs, 0.1), unit: "ms" });
      report({ case: `${name}-p50-cpu@${size}`, value: quantile(cpuMs, 0.5), unit: "ms" });
    }
  }
  await benchRealStream(report);
};

function remember(messages: readonly Message[]): AgentMemory {
  const memory = createAgentMemory();
  for (const message of messages) memory.add(message);
  return memory;
}

interface Taken {
  readonly ms: number;
  /** Of the processor, which other work on the machine makes longer by less. */
  readonly cpuMs: number;
}

function stopwatch(): () => Taken {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { ms: performance.now() - start, cpuMs: (user + system) / 1000 };
  };
}

/** What each block takes, after some that are not counted; a message comes in between. */
function times(memory: AgentMemory, prompt: () => string | undefined): Taken[] {
  const more = madeUpMessages(warmUp + runs);
  const each = more.map((message, run) => {
    memory.add({ ...message, id: `more-${memory.passages.length}`, timestamp: Date.now() });
    const request = { session: `bench:${run}`, prompt: prompt(), budgetTokens };
    const taken = stopwatch();
    buildContext(memory, request);
    return taken();
  });
  return each.slice(warmUp);
}

function heapMb(): number {
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * values.length)] ?? 0;
}
