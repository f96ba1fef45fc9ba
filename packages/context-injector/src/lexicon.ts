/** A word of the memory and the passages that hold it. */
export interface Term {
  readonly id: number;
  readonly word: string;
  /** Ascending `passage * countLimit + count`. */
  readonly postings: number[];
}

/** A term alike a wanted word, and how much, up to 1. */
export interface Likeness {
  readonly term: Term;
  readonly similarity: number;
}

export interface Added {
  /** Ids of the words, in order. */
  readonly terms: readonly number[];
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
  /** The word itself and those that begin alike, which stands in for stemming in any language. */
  alike(word: string): Likeness[];
}

/** A passage's count of a word is kept up to this. */
export const countLimit = 64;
/** Letters two different words must share at their beginning. */
const sharedStart = 3;
/** Of 1, the least likeness that counts before it is raised to {@link sharpness}. */
const leastLikeness = 0.5;
const sharpness = 3;

export function createLexicon(): Lexicon {
  const terms = new Map<string, Term>();
  const byId = new Map<number, Term>();
  const byStart = new Map<string, Set<Term>>();
  let nextId = 0;

  const termOf = (word: string): Term => {
    const known = terms.get(word);
    if (known) return known;
    const term = { id: nextId++, word, postings: [] };
    terms.set(word, term);
    byId.set(term.id, term);
    const start = word.slice(0, sharedStart);
    const alike = byStart.get(start);
    if (alike) alike.add(term);
    else byStart.set(start, new Set([term]));
    return term;
  };

  const drop = (term: Term): void => {
    terms.delete(term.word);
    byId.delete(term.id);
    byStart.get(term.word.slice(0, sharedStart))?.delete(term);
  };

  return {
    add(passage, words, others) {
      let [rarity, distinct] = [0, 0];
      const ids = words.map((word) => {
        const term = termOf(word);
        const holders = term.postings.length;
        if (count(term.postings, passage)) {
          rarity += Math.log((others + 2) / (holders + 1));
          distinct += 1;
        }
        return term.id;
      });
      const news = distinct === 0 ? 0 : rarity / distinct / Math.log(others + 3);
      return { terms: ids, news };
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
      const likenesses: Likeness[] = [];
      for (const term of byStart.get(word.slice(0, sharedStart)) ?? []) {
        const similarity = likeness(word, term.word);
        if (similarity > 0) likenesses.push({ term, similarity });
      }
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
  const last = postings.at(-1) ?? -1;
  if (passageOf(last) !== passage) {
    postings.push(passage * countLimit + 1);
    return true;
  }
  if (last % countLimit < countLimit - 1) postings[postings.length - 1] = last + 1;
  return false;
}

/** The shared beginning's part of both words; for inflected forms it is long. */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const most = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < most && a.charCodeAt(shared) === b.charCodeAt(shared)) shared++;
  const similarity = (2 * shared) / (a.length + b.length);
  return shared < sharedStart || similarity < leastLikeness ? 0 : similarity ** sharpness;
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
