import { countLimit, passageOf } from "./lexicon.ts";
import type { AgentMemory, Passage, Session } from "./memory.ts";
import { createTop } from "./top.ts";

/** A word of a query and the words alike. */
export interface Clue {
  readonly word: string;
  /** How much it tells: the rarer it is, the more. */
  readonly weight: number;
  /** Ids of the terms alike. */
  readonly terms: ReadonlySet<number>;
}

/** How a session meets a query. */
export interface SessionMatch {
  /** Which of the clues it holds, a bit each. */
  readonly held: number;
  /** Its best passage's relevance. */
  readonly relevance: number;
}

/** How the passages of a memory meet the words of a query. */
export interface Matches {
  /** Rarest first, which is the order of the bits. */
  readonly clues: readonly Clue[];
  /** BM25 over the clues, of the best passage's. */
  relevance(passage: Passage): number;
  /** Which of the clues a passage holds, a bit each. */
  held(passage: Passage): number;
  session(session: Session): SessionMatch;
  /** Weight of the clues held, of the weight of all. */
  coverage(held: number): number;
  /** The most relevant passages, best first. */
  best(): Passage[];
}

/** Words of a query that are looked up, the rarest ones; each takes a bit. */
const mostClues = 30;
/** The most relevant passages that are looked at. */
const mostBest = 200;
/** A word counts as held if so much of it, or more, occurs. */
const leastHeld = 0.3;

// Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009).
const saturation = 1.2;
const lengthNormalization = 0.75;

/** What of the memory holds any of the words. */
export function matchesOf(memory: AgentMemory, words: readonly string[]): Matches {
  const first = memory.passages.keys().next().value ?? 0;
  const relevance = new Float64Array(memory.nextPassage - first);
  const held = new Uint32Array(relevance.length);
  const found = Array.from(new Set(words), (word) => occurrencesOf(memory, word, relevance))
    .toSorted((a, b) => b.clue.weight - a.clue.weight)
    .slice(0, mostClues);
  const meanLength = memory.length / Math.max(1, memory.passages.size);
  for (const [bit, { clue, ids, counts }] of found.entries()) {
    for (const [index, id] of ids.entries()) {
      const count = counts[index] ?? 0;
      const length = (memory.lengths[id] ?? 0) / meanLength;
      const norm = saturation * (1 - lengthNormalization + lengthNormalization * length);
      const gain = (clue.weight * count * (saturation + 1)) / (count + norm);
      relevance[id - first] = (relevance[id - first] ?? 0) + gain;
      if (count >= leastHeld) held[id - first] = (held[id - first] ?? 0) | (1 << bit);
    }
  }
  return createMatches(memory, { clues: found.map(({ clue }) => clue), first, relevance, held });
}

interface Found {
  readonly clues: readonly Clue[];
  /** The passage the arrays begin with. */
  readonly first: number;
  readonly relevance: Float64Array;
  readonly held: Uint32Array;
}

function createMatches(memory: AgentMemory, { clues, first, relevance, held }: Found): Matches {
  const weights = Float64Array.from(clues, ({ weight }) => weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const best = createTop<number>(mostBest, (at) => relevance[at] ?? 0);
  for (let at = 0; at < relevance.length; at++) if (relevance[at]) best.add(at);
  const highest = relevance[best.best()[0] ?? -1] ?? 1;
  const sessions = new Map<Session, SessionMatch>();
  const matches: Matches = {
    clues,
    relevance: ({ id }) => (relevance[id - first] ?? 0) / highest,
    held: ({ id }) => held[id - first] ?? 0,
    session(session) {
      const known = sessions.get(session) ?? matchOf(session, matches);
      sessions.set(session, known);
      return known;
    },
    coverage(bits) {
      let weight = 0;
      for (let bit = 0; bit < weights.length; bit++)
        if (bits & (1 << bit)) weight += weights[bit] ?? 0;
      return weight / total;
    },
    best: () => best.best().flatMap((at) => memory.passages.get(first + at) ?? []),
  };
  return matches;
}

function matchOf(session: Session, matches: Matches): SessionMatch {
  let [held, relevance] = [0, 0];
  for (const passage of session.passages) {
    held |= matches.held(passage);
    relevance = Math.max(relevance, matches.relevance(passage));
  }
  return { held, relevance };
}

/** A clue and the passages that hold it. */
interface Occurrences {
  readonly clue: Clue;
  readonly ids: readonly number[];
  /** How often each holds the word or one alike, in parts of the word itself. */
  readonly counts: readonly number[];
}

/** Uses `scratch`, all zeros by passage, and leaves it so. */
function occurrencesOf(memory: AgentMemory, word: string, scratch: Float64Array): Occurrences {
  const first = memory.nextPassage - scratch.length;
  const ids: number[] = [];
  const alike = memory.lexicon.alike(word);
  for (const { term, similarity } of alike) {
    for (const posting of term.postings) {
      const id = passageOf(posting);
      const before = scratch[id - first] ?? 0;
      if (before === 0) ids.push(id);
      scratch[id - first] = before + similarity * (posting % countLimit);
    }
  }
  let holders = 0;
  const counts = ids.map((id) => {
    const count = scratch[id - first] ?? 0;
    scratch[id - first] = 0;
    holders += Math.min(1, count);
    return count;
  });
  const weight = Math.log(1 + (memory.passages.size - holders + 0.5) / (holders + 0.5));
  return { clue: { word, weight, terms: new Set(alike.map(({ term }) => term.id)) }, ids, counts };
}
