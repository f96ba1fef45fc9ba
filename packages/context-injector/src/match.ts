import type { Lexicon } from "./lexicon.ts";
import type { AgentMemory, Passage, Session } from "./memory.ts";
import { createTop } from "./top.ts";
import type { Likeness } from "./vocabulary.ts";

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
  const { lexicon } = memory;
  const relevance = new Float64Array(memory.passages.length);
  const held = new Uint32Array(relevance.length);
  const found = occurrencesOf(lexicon, Array.from(new Set(words)))
    .toSorted((a, b) => b.clue.weight - a.clue.weight)
    .slice(0, mostClues);
  const meanLength = (lexicon.starts.at(-1) ?? 0) / Math.max(1, memory.passages.length);
  for (const [bit, { clue, ids, counts }] of found.entries()) {
    for (const [index, id] of ids.entries()) {
      const times = counts[index] ?? 0;
      const length = lexicon.lengthOf(id) / meanLength;
      const norm = saturation * (1 - lengthNormalization + lengthNormalization * length);
      const gain = (clue.weight * times * (saturation + 1)) / (times + norm);
      relevance[id] = (relevance[id] ?? 0) + gain;
      if (times >= leastHeld) held[id] = (held[id] ?? 0) | (1 << bit);
    }
  }
  return createMatches(memory, { clues: found.map(({ clue }) => clue), relevance, held });
}

interface Found {
  readonly clues: readonly Clue[];
  readonly relevance: Float64Array;
  readonly held: Uint32Array;
}

function createMatches(memory: AgentMemory, { clues, relevance, held }: Found): Matches {
  const weights = Float64Array.from(clues, ({ weight }) => weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  const best = createTop<number>(mostBest, (at) => relevance[at] ?? 0);
  for (let at = 0; at < relevance.length; at++) if (relevance[at]) best.add(at);
  const highest = relevance[best.best()[0] ?? -1] ?? 1;
  const sessions = new Map<Session, SessionMatch>();
  const matches: Matches = {
    clues,
    relevance: ({ id }) => (relevance[id] ?? 0) / highest,
    held: ({ id }) => held[id] ?? 0,
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
    best: () => best.best().flatMap((at) => memory.passages[at] ?? []),
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

/** What a term tells of a word. */
interface Bearing {
  readonly ids: number[];
  readonly counts: number[];
  readonly similarity: number;
  /** The bearing of the same term on another word; 0 where there is none. */
  readonly next: number;
}

/** What holds each of the words. */
function occurrencesOf(lexicon: Lexicon, words: readonly string[]): Occurrences[] {
  const bearings: (Bearing | undefined)[] = [undefined];
  const firstOf = new Uint32Array(lexicon.size);
  const found = words.map((word) => {
    const [ids, counts]: [number[], number[]] = [[], []];
    const alike = lexicon.alike(word);
    for (const { term, similarity } of alike)
      firstOf[term] = bearings.push({ ids, counts, similarity, next: firstOf[term] ?? 0 }) - 1;
    return { word, alike, ids, counts };
  });
  const { terms, starts } = lexicon;
  for (let id = 0, at = 0; id + 1 < starts.length; id++) {
    for (const end = starts[id + 1] ?? 0; at < end; at++) {
      let bearing = firstOf[terms[at] ?? 0] ?? 0;
      while (bearing !== 0) bearing = count(bearings[bearing], id);
    }
  }
  return found.map(({ word, alike, ids, counts }) => ({
    clue: { word, weight: rarity(counts, starts.length - 1), terms: termsOf(alike) },
    ids,
    counts,
  }));
}

/** Counts an occurrence; tells the next bearing of its term. */
function count(bearing: Bearing | undefined, id: number): number {
  if (!bearing) return 0;
  const { ids, counts, similarity, next } = bearing;
  const last = ids.length - 1;
  if (ids[last] === id) counts[last] = (counts[last] ?? 0) + similarity;
  else {
    ids.push(id);
    counts.push(similarity);
  }
  return next;
}

function rarity(counts: readonly number[], all: number): number {
  const holders = counts.reduce((sum, held) => sum + Math.min(1, held), 0);
  return Math.log(1 + (all - holders + 0.5) / (holders + 0.5));
}

function termsOf(alike: readonly Likeness[]): Set<number> {
  return new Set(alike.map(({ term }) => term));
}
