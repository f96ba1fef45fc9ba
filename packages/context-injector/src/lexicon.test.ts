import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createLexicon, partOf } from "./lexicon.ts";
import type { Lexicon } from "./lexicon.ts";
import { traits } from "./traits.ts";

const word = fc.constantFrom("paint", "painted", "painter", "pain", "run", "runs", "q7", "東京");
const texts = fc.array(fc.array(word, { maxLength: 6 }), { maxLength: 8 });

function lexiconOf(said: readonly (readonly string[])[]): Lexicon {
  const lexicon = createLexicon();
  for (const text of said) lexicon.add(text.join(" "));
  return lexicon;
}

test("words of mere grammar are read for their traits only", () => {
  const lexicon = createLexicon();

  const { words, traits: found } = lexicon.add("i and paint always");

  expect(words).toBe(4);
  expect(lexicon.lengthOf(0)).toBe(2);
  expect(found & traits.personal && found & traits.standing).toBeTruthy();
});

test("what is kept of some passages is what they say, and nothing of the others", () => {
  fc.assert(
    fc.property(texts, fc.func(fc.boolean()), (all, isKept) => {
      const kept = Array.from(all.keys()).filter((passage) => isKept(passage));
      const said = kept.flatMap((passage) => all[passage] ?? []);

      const content = partOf(lexiconOf(all).content(), (passage) => kept.includes(passage));
      const restored = createLexicon(content);

      expect(new Set(content.words)).toEqual(new Set(said));
      expect(Array.from(content.terms, (term) => content.words[term])).toEqual(said);
      for (const each of said) {
        const holders = kept.filter((passage) => all[passage]?.includes(each));
        expect(restored.holders(each)).toBe(holders.length);
      }
    }),
  );
});
