import { traits } from "./traits.ts";
import { createVocabulary } from "./vocabulary.ts";
import type { Likeness } from "./vocabulary.ts";
import { eachWord } from "./words.ts";

export interface Added {
  /** How many words there are. */
  readonly words: number;
  /** The {@link traits} of all words. */
  readonly traits: number;
  /** How rare the words were before on average, from 0 to 1. */
  readonly news: number;
}

/** What a lexicon holds, in one piece. */
export interface LexiconContent {
  /** By term. */
  readonly words: readonly string[];
  /** The terms of all passages, one passage after the other. */
  readonly terms: Uint32Array;
  /** How many of them each passage has. */
  readonly lengths: Uint32Array;
}

/**
 * The words of passages that carry matter, as terms, in order. What holds a word is found by looking
 * through all: memory being bounded, that takes less than keeping an inverted index current.
 */
export interface Lexicon {
  /** The terms of all passages, one passage after the other. */
  readonly terms: Uint32Array;
  /** Where in {@link terms} each passage begins; its end, too, is there. */
  readonly starts: readonly number[];
  /** How many different terms there are. */
  readonly size: number;
  /** Adds the next passage, whose text is folded. */
  add(text: string): Added;
  termsOf(passage: number): Uint32Array;
  lengthOf(passage: number): number;
  /** How many passages hold the very word. */
  holders(word: string): number;
  /** See {@link createVocabulary}. */
  alike(word: string): Likeness[];
  /** A copy of all that is in it. */
  content(): LexiconContent;
}

/** Logarithms are taken of products up to this, as they are slow. */
const manyHolders = 1e250;

export function createLexicon(content?: LexiconContent): Lexicon {
  const vocabulary = createVocabulary();
  const starts = [0];
  const holders: number[] = [];
  const lastHolders: number[] = [];
  let terms = new Uint32Array(content?.terms.length ?? 1024);
  let length = 0;

  const reserve = (more: number): void => {
    if (length + more <= terms.length) return;
    const longer = new Uint32Array(1.5 * (length + more));
    longer.set(terms);
    terms = longer;
  };

  const lengthOf = (passage: number): number => (starts[passage + 1] ?? 0) - (starts[passage] ?? 0);

  const learn = (text: string, from: number, to: number): number => {
    const term = vocabulary.learn(text, from, to);
    if (term < holders.length) return term;
    holders.push(0);
    lastHolders.push(-1);
    return term;
  };

  /** Adds a term to the passage at hand; whether it is the first such. */
  const append = (term: number, passage: number): boolean => {
    terms[length++] = term;
    if (lastHolders[term] === passage) return false;
    lastHolders[term] = passage;
    holders[term] = (holders[term] ?? 0) + 1;
    return true;
  };

  const restore = ({ words, terms: all, lengths }: LexiconContent): void => {
    for (const word of words) learn(word, 0, word.length);
    for (const [passage, count] of lengths.entries()) {
      for (const term of all.subarray(length, length + count)) append(term, passage);
      starts.push(length);
    }
  };
  if (content) restore(content);

  return {
    get terms() {
      return terms;
    },
    starts,
    get size() {
      return holders.length;
    },
    add(text) {
      const passage = starts.length - 1;
      let [words, distinct, found] = [0, 0, 0];
      let [commonness, product] = [0, 1];
      reserve(text.length);
      eachWord(text, (whole, from, to) => {
        const term = learn(whole, from, to);
        const ofWord = vocabulary.traits[term] ?? 0;
        words += 1;
        found |= ofWord;
        if (ofWord & traits.grammar || !append(term, passage)) return;
        distinct += 1;
        product *= holders[term] ?? 1;
        if (product < manyHolders) return;
        commonness += Math.log(product);
        product = 1;
      });
      starts.push(length);
      const rarity = distinct * Math.log(passage + 2) - commonness - Math.log(product);
      const news = distinct === 0 ? 0 : rarity / distinct / Math.log(passage + 3);
      return { words, traits: found, news };
    },
    termsOf: (passage) => terms.subarray(starts[passage], starts[passage + 1]),
    holders: (word) => holders[vocabulary.find(word) ?? -1] ?? 0,
    alike: (word) => vocabulary.alike(word),
    lengthOf,
    content: () => ({
      words: vocabulary.words.slice(),
      terms: terms.slice(0, length),
      lengths: new Uint32Array(starts.length - 1).map((_none, passage) => lengthOf(passage)),
    }),
  };
}

/** Of what a lexicon holds, that of the passages kept, and no word besides. */
export function partOf(
  { words, terms, lengths }: LexiconContent,
  isKept: (passage: number) => boolean,
): LexiconContent {
  const keptLengths = lengths.filter((_length, passage) => isKept(passage));
  const kept = new Uint32Array(keptLengths.reduce((sum, length) => sum + length, 0));
  const numbers = new Uint32Array(words.length);
  const occurring: string[] = [];
  let [from, to] = [0, 0];
  for (const [passage, length] of lengths.entries()) {
    const end = from + length;
    for (let at = from; isKept(passage) && at < end; at++) {
      const term = terms[at] ?? 0;
      numbers[term] ||= occurring.push(words[term] ?? "");
      kept[to++] = (numbers[term] ?? 0) - 1;
    }
    from = end;
  }
  return { words: occurring, terms: kept, lengths: keptLengths };
}
