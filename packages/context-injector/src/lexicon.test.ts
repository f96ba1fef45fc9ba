import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createLexicon, passageOf } from "./lexicon.ts";
import { traits } from "./traits.ts";

const word = fc.constantFrom("paint", "painted", "painter", "pain", "run", "runs", "東京", "q7");
const texts = fc.array(fc.array(word, { maxLength: 6 }), { maxLength: 8 });

test("words that begin alike find each other, and the very word counts most", () => {
  const lexicon = createLexicon();
  lexicon.add(0, ["paint", "painted", "pottery"], 0);

  const found = lexicon.alike("painting");

  expect(found.map(({ term }) => term.word)).toEqual(["paint", "painted"]);
  expect(lexicon.alike("paint")[0]?.similarity).toBe(1);
});

test("a compound and the word it ends with find each other", () => {
  const lexicon = createLexicon();
  lexicon.add(0, ["heizungswartung", "wart"], 0);

  expect(lexicon.alike("wartung").map(({ term }) => term.word)).toContain("heizungswartung");
});

test("words of mere grammar are read for their traits only", () => {
  const lexicon = createLexicon();

  const { terms, traits: found } = lexicon.add(0, ["i", "and", "paint", "always"], 0);

  expect(terms).toHaveLength(2);
  expect(found & traits.personal && found & traits.standing).toBeTruthy();
  expect(lexicon.alike("and")).toEqual([]);
});

test("a removed passage leaves nothing behind", () => {
  fc.assert(
    fc.property(texts, fc.nat(7), (all, gone) => {
      const lexicon = createLexicon();
      const ids = all.map((text, passage) => lexicon.add(passage, text, passage).terms);

      lexicon.remove(gone, ids[gone] ?? []);

      for (const text of all.flat()) {
        const holders = all.flatMap((held, passage) =>
          passage !== gone && held.includes(text) ? [passage] : [],
        );
        const found = lexicon.alike(text).find(({ term }) => term.word === text);
        expect(found?.term.postings.map(passageOf) ?? []).toEqual(holders);
      }
    }),
  );
});
