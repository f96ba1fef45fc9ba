import { traits, traitsOf } from "./traits.ts";

/** A word of the memory and the passages that hold it; of words of mere grammar these are not kept. */
export interface Term {
  readonly id: number;
  readonly word: string;
  /** See {@link traits}. */
  readonly traits: number;
  /** Ascending `passage * countLimit + count`. */
  readonly postings: number[];
}

/** A term alike a wanted word, and how much, up to 1. */
export interface Likeness {
  readonly term: Term;
  readonly similarity: number;
}

export interface Added {
  /** Ids of the words that carry matter, in order. */
  readonly terms: readonly number[];
  /** The {@link traits} of all words. */
  readonly traits: number;
  /** How rare the words were before on average, from 0 to 1. */
  readonly news: number;
}

/** Which passages hold which words. */
export interface Lexicon {
  /** Adds a passage whose id is above all before, and of which so many are there. */
  add(passage: number, words: readonly string[], others: number): Added;
  remove(passage: number, terms: readonly number[]): void;
  /** How many passages hold the very word. */
  holders(word: string): number;
  term(id: number): Term | undefined;
  /**
   * The word itself, those that begin alike, which stands in for stemming in any language, and those
   * one of which ends with the other, as compounds do.
   */
  alike(word: string): Likeness[];
}

/** Logarithms are taken of products up to this, as they are slow. */
const manyHolders = 1e250;
/** A passage's count of a word is kept up to this. */
export const countLimit = 64;
/** Letters two different words must share at their beginning. */
const sharedStart = 3;
/** Of 1, the least likeness that counts before it is raised to {@link sharpness}. */
const leastLikeness = 0.5;
const sharpness = 3;
/** Letters a word must have to be looked for at the end of others. */
const sharedEnd = 5;
const compoundLikeness = 0.4;

export function createLexicon(): Lexicon {
  const terms = new Map<string, Term>();
  const byId = new Map<number, Term>();
  const scratch: number[] = [];
  const byStart = createGroups((word) => word.slice(0, sharedStart));
  const byEnd = createGroups((word) =>
    word.length < sharedEnd ? undefined : word.slice(-sharedEnd),
  );
  let nextId = 0;

  const termOf = (word: string): Term => {
    const known = terms.get(word);
    if (known) return known;
    const term = { id: nextId++, word, traits: traitsOf(word), postings: [] };
    terms.set(word, term);
    if (term.traits & traits.grammar) return term;
    byId.set(term.id, term);
    byStart.add(term);
    byEnd.add(term);
    return term;
  };

  const drop = (term: Term): void => {
    terms.delete(term.word);
    byId.delete(term.id);
    byStart.remove(term);
    byEnd.remove(term);
  };

  return {
    add(passage, words, others) {
      let [distinct, content, found] = [0, 0, 0];
      let [commonness, product] = [0, 1];
      for (const word of words) {
        const term = termOf(word);
        found |= term.traits;
        if (term.traits & traits.grammar) continue;
        scratch[content++] = term.id;
        const holders = term.postings.length;
        if (!count(term.postings, passage)) continue;
        distinct += 1;
        product *= holders + 1;
        if (product < manyHolders) continue;
        commonness += Math.log(product);
        product = 1;
      }
      const rarity = distinct * Math.log(others + 2) - commonness - Math.log(product);
      const news = distinct === 0 ? 0 : rarity / distinct / Math.log(others + 3);
      return { terms: scratch.slice(0, content), traits: found, news };
    },
    remove(passage, ids) {
      for (const id of new Set(ids)) {
        const term = byId.get(id);
        if (!term) continue;
        const at = firstNotBelow(term.postings, passage * countLimit);
        if (passageOf(term.postings[at] ?? -1) === passage) term.postings.splice(at, 1);
        if (term.postings.length === 0) drop(term);
      }
    },
    holders: (word) => terms.get(word)?.postings.length ?? 0,
    term: (id) => byId.get(id),
    alike(word) {
      const candidates = new Set([...byStart.like(word), ...byEnd.like(word)]);
      const likenesses = Array.from(candidates, (term) => ({
        term,
        similarity: likeness(word, term.word),
      })).filter(({ similarity }) => similarity > 0);
      return likenesses.toSorted((a, b) => (a.term.word < b.term.word ? -1 : 1));
    },
  };
}

/** The passage a posting stands for. */
export function passageOf(posting: number): number {
  return Math.floor(posting / countLimit);
}

/** Counts a word of the passage; whether it is the first such. */
function count(postings: number[], passage: number): boolean {
  const last = postings[postings.length - 1] ?? -1;
  if (passageOf(last) !== passage) {
    postings.push(passage * countLimit + 1);
    return true;
  }
  if (last % countLimit < countLimit - 1) postings[postings.length - 1] = last + 1;
  return false;
}

/** The shared beginning's part of both words, which is long for inflected forms; less for compounds. */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const shared = sharedLetters(a, b);
  const similarity = (2 * shared) / (a.length + b.length);
  if (shared >= sharedStart && similarity >= leastLikeness) return similarity ** sharpness;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= sharedEnd && long.endsWith(short) ? compoundLikeness : 0;
}

function sharedLetters(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < most && a.charCodeAt(shared) === b.charCodeAt(shared)) shared++;
  return shared;
}

/** Terms by a part of their words. */
interface Groups {
  add(term: Term): void;
  remove(term: Term): void;
  /** Those that have the same part as the word. */
  like(word: string): Iterable<Term>;
}

function createGroups(partOf: (word: string) => string | undefined): Groups {
  const groups = new Map<string, Set<Term>>();
  const groupOf = (word: string): Set<Term> | undefined => groups.get(partOf(word) ?? "");
  return {
    add(term) {
      const part = partOf(term.word);
      if (part === undefined) return;
      const group = groups.get(part);
      if (group) group.add(term);
      else groups.set(part, new Set([term]));
    },
    remove(term) {
      const group = groupOf(term.word);
      group?.delete(term);
      if (group?.size === 0) groups.delete(partOf(term.word) ?? "");
    },
    like: (word) => groupOf(word) ?? [],
  };
}

function firstNotBelow(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
