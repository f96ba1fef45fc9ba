import { countLimit, passageOf } from "./lexicon.ts";
import type { AgentMemory, Passage, Session } from "./memory.ts";

/** How a passage meets the words of a query. */
export interface Match {
  readonly passage: Passage;
  /** BM25 over the query's words, each standing for all words alike. */
  relevance: number;
  /** Which of the query's words it holds, a bit each. */
  held: number;
}

/** A word of a query, and how much it tells. */
export interface Clue {
  readonly word: string;
  readonly weight: number;
  /** Ids of the terms alike. */
  readonly terms: ReadonlySet<number>;
}

export interface Matches {
  readonly clues: readonly Clue[];
  readonly byPassage: ReadonlyMap<Passage, Match>;
  /** Which words a session holds, and its best relevance. */
  readonly bySession: ReadonlyMap<Session, { readonly held: number; readonly relevance: number }>;
  /** The best relevance. */
  readonly best: number;
  /** Weight of the words, of the weight of all. */
  coverage(held: number): number;
}

/** Words of a query that are looked up: the bits of {@link Match.held}; the rarest count. */
const mostClues = 30;
/** A word counts as held if so much of it, or more, occurs. */
const leastHeld = 0.3;

// Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009).
const saturation = 1.2;
const lengthNormalization = 0.75;

/** What of the memory holds any of the words. */
export function matchesOf(memory: AgentMemory, words: Iterable<string>): Matches {
  const found = Array.from(new Set(words), (word) => countsOf(memory, word))
    .toSorted((a, b) => b.clue.weight - a.clue.weight)
    .slice(0, mostClues);
  const clues = found.map(({ clue }) => clue);
  const byPassage = new Map<Passage, Match>();
  const meanLength = memory.length / Math.max(1, memory.passages.size);
  for (const [bit, { clue, counts }] of found.entries()) {
    for (const [passage, count] of counts) {
      const length = passage.terms.length / meanLength;
      const norm = saturation * (1 - lengthNormalization + lengthNormalization * length);
      const match = byPassage.get(passage) ?? { passage, relevance: 0, held: 0 };
      match.relevance += (clue.weight * count * (saturation + 1)) / (count + norm);
      if (count >= leastHeld) match.held |= 1 << bit;
      byPassage.set(passage, match);
    }
  }
  const whole = sum(clues.map(({ weight }) => weight)) || 1;
  return {
    clues,
    byPassage,
    ...bySession(byPassage.values()),
    coverage: (held) =>
      sum(clues.map(({ weight }, bit) => (held & (1 << bit) ? weight : 0))) / whole,
  };
}

/** How often each passage holds the word or one alike, in parts of the word itself. */
function countsOf(
  memory: AgentMemory,
  word: string,
): { readonly clue: Clue; readonly counts: ReadonlyMap<Passage, number> } {
  const counts = new Map<Passage, number>();
  const alike = memory.lexicon.alike(word);
  for (const { term, similarity } of alike) {
    for (const posting of term.postings) {
      const passage = memory.passages.get(passageOf(posting));
      if (passage)
        counts.set(passage, (counts.get(passage) ?? 0) + similarity * (posting % countLimit));
    }
  }
  let holders = 0;
  for (const count of counts.values()) holders += Math.min(1, count);
  const terms = new Set(alike.map(({ term }) => term.id));
  return { clue: { word, weight: inverseFrequency(memory, holders), terms }, counts };
}

function bySession(matches: Iterable<Match>): Pick<Matches, "bySession" | "best"> {
  const sessions = new Map<Session, { held: number; relevance: number }>();
  let best = 0;
  for (const { passage, relevance, held } of matches) {
    const session = sessions.get(passage.session) ?? { held: 0, relevance: 0 };
    session.held |= held;
    session.relevance = Math.max(session.relevance, relevance);
    sessions.set(passage.session, session);
    best = Math.max(best, relevance);
  }
  return { bySession: sessions, best: best || 1 };
}

/** Weight of a word that so many passages hold. */
export function inverseFrequency(memory: AgentMemory, holders: number): number {
  return Math.log(1 + (memory.passages.size - holders + 0.5) / (holders + 0.5));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
