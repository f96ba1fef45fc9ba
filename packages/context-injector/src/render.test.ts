import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createBlock } from "./render.ts";
import { tokenWeight, weigh } from "./tokens.ts";

const basis = { count: 3, since: 0, until: 1e12 };

const snippet = fc.record({
  text: fc.string({ unit: "grapheme", maxLength: 300 }),
  part: fc.nat(3),
  position: fc.nat(50),
  message: fc.record({
    id: fc.constantFrom("a", "b", "c"),
    session: fc.constant("s"),
    timestamp: fc.integer({ min: 0, max: 1e12 }),
    role: fc.constantFrom("user", "assistant", "note"),
    speaker: fc.string({ maxLength: 20 }),
    text: fc.constant(""),
  }),
});

test("a block never weighs more than its budget", () => {
  fc.assert(
    fc.property(fc.array(snippet), fc.integer({ min: 1, max: 600 }), (snippets, budgetTokens) => {
      const block = createBlock(basis, ["a topic"], budgetTokens);

      for (const one of snippets) block.add(one);

      expect(weigh(block.render())).toBeLessThanOrEqual(budgetTokens * tokenWeight);
    }),
  );
});

test("parts of one message share a line, and a gap between them is shown", () => {
  const message = {
    id: "m",
    session: "s",
    timestamp: 0,
    role: "user",
    speaker: "Kim",
    text: "",
  } as const;
  const block = createBlock(basis, [], 500);

  for (const part of [3, 0, 1]) block.add({ message, part, position: part, text: `part ${part}.` });

  expect(block.render()).toContain("- Kim: part 0. part 1. … part 3.\n");
});
