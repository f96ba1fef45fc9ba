import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createVocabulary } from "./vocabulary.ts";

function wordsAlike(wanted: string, ...known: readonly string[]): string[] {
  const vocabulary = createVocabulary();
  for (const word of known) vocabulary.learn(word, 0, word.length);
  return vocabulary.alike(wanted).map(({ term }) => vocabulary.words[term] ?? "");
}

test("words that begin alike find each other", () => {
  expect(wordsAlike("painting", "paint", "painted", "pottery")).toEqual(["paint", "painted"]);
});

test("the very word counts most", () => {
  const vocabulary = createVocabulary();
  vocabulary.learn("paint", 0, 5);

  expect(vocabulary.alike("paint")).toEqual([{ term: 0, similarity: 1 }]);
});

test("a compound and the word it ends with find each other", () => {
  expect(wordsAlike("wartung", "heizungswartung", "wart")).toContain("heizungswartung");
});

test("words of mere grammar are alike none", () => {
  expect(wordsAlike("and", "and", "andes")).toEqual(["andes"]);
});

test("each word has one term, wherever it stands in a text", () => {
  const words = fc.array(fc.oneof(fc.string(), fc.string({ unit: "grapheme" })), { size: "large" });
  fc.assert(
    fc.property(words, fc.string(), (all, before) => {
      const vocabulary = createVocabulary();

      const terms = all.map((word) =>
        vocabulary.learn(`${before}${word}.`, before.length, before.length + word.length),
      );

      expect(terms.map((term) => vocabulary.words[term])).toEqual(all);
      expect(vocabulary.words).toHaveLength(new Set(all).size);
      expect(all.map((word) => vocabulary.find(word))).toEqual(terms);
    }),
  );
});
