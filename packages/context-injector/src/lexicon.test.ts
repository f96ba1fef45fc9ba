import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createLexicon, passageOf } from "./lexicon.ts";

const word = fc.constantFrom("paint", "painted", "painter", "pain", "run", "runs", "東京", "x");
const texts = fc.array(fc.array(word, { maxLength: 6 }), { maxLength: 8 });

test("words that begin alike find each other, and the very word counts most", () => {
  const lexicon = createLexicon();
  lexicon.add(0, ["paint", "painted", "pottery"], 0);

  const found = lexicon.alike("painting");

  expect(found.map(({ term }) => term.word)).toEqual(["paint", "painted"]);
  expect(lexicon.alike("paint")[0]?.similarity).toBe(1);
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
