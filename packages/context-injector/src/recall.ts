import type { AgentMemory, Passage } from "./memory.ts";
import type { Query } from "./query.ts";
import { candidatesFor, signalNames } from "./signals.ts";
import { weights } from "./weights.ts";

/** A passage worth showing. */
export interface Ranked {
  readonly passage: Passage;
  /** Log odds, up to a constant, that it is wanted. */
  readonly score: number;
}

/** Passages that may answer the query, best first. */
export function recall(memory: AgentMemory, query: Query): Ranked[] {
  return candidatesFor(memory, query)
    .map(({ passage, signals }) => ({
      passage,
      score: signalNames.reduce((sum, name) => sum + weights[name] * signals[name], 0),
    }))
    .toSorted((a, b) => b.score - a.score || a.passage.id - b.passage.id);
}
