import { traits, traitsOf } from "./traits.ts";
import { createWordTable } from "./word-table.ts";

/** A term alike a wanted word, and how much, up to 1. */
export interface Likeness {
  readonly term: number;
  readonly similarity: number;
}

/** Words of a memory as terms: numbers that count up from 0. */
export interface Vocabulary {
  /** By term. */
  readonly words: readonly string[];
  /** The {@link traits} of each word, by term. */
  readonly traits: readonly number[];
  /** The term of the word that stands in a text from one place up to another, a new one if need be. */
  learn(text: string, from: number, to: number): number;
  find(word: string): number | undefined;
  /**
   * The word itself, those that begin alike, which stands in for stemming in any language, and those
   * one of which ends with the other, as compounds do. Words of mere grammar are alike none.
   */
  alike(word: string): Likeness[];
}

/** Letters two different words must share at their beginning. */
const sharedStart = 3;
/** Of 1, the least likeness that counts before it is raised to {@link sharpness}. */
const leastLikeness = 0.5;
const sharpness = 3;
/** Letters a word must have to be looked for at the end of others. */
const sharedEnd = 5;
const compoundLikeness = 0.4;

export function createVocabulary(): Vocabulary {
  const table = createWordTable();
  const { words } = table;
  const traitsByTerm: number[] = [];
  const byStart = createGroups((word) => word.slice(0, sharedStart));
  const byEnd = createGroups((word) =>
    word.length < sharedEnd ? undefined : word.slice(-sharedEnd),
  );

  const describe = (term: number): void => {
    const word = words[term] ?? "";
    const found = traitsOf(word);
    traitsByTerm.push(found);
    if (found & traits.grammar) return;
    byStart.add(word, term);
    byEnd.add(word, term);
  };

  return {
    words,
    traits: traitsByTerm,
    learn(text, from, to) {
      const term = table.number(text, from, to);
      if (term === traitsByTerm.length) describe(term);
      return term;
    },
    find(word) {
      const term = table.find(word, 0, word.length);
      return term === -1 ? undefined : term;
    },
    alike(word) {
      const candidates = new Set([...byStart.like(word), ...byEnd.like(word)]);
      return Array.from(candidates, (term) => ({
        term,
        similarity: likeness(word, words[term] ?? ""),
      })).filter(({ similarity }) => similarity > 0);
    },
  };
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
  add(word: string, term: number): void;
  /** Those that have the same part as the word. */
  like(word: string): readonly number[];
}

function createGroups(partOf: (word: string) => string | undefined): Groups {
  const groups = new Map<string, number[]>();
  return {
    add(word, term) {
      const part = partOf(word);
      if (part === undefined) return;
      const group = groups.get(part);
      if (group) group.push(term);
      else groups.set(part, [term]);
    },
    like: (word) => groups.get(partOf(word) ?? "") ?? [],
  };
}
