import { expect, test } from "vitest";
import { gistOf } from "./gist.ts";

test("a greeting goes, what was said stays", () => {
  const text =
    "Hey there! I finally adopted the grey cat from the shelter on Elm Street last Friday.";

  expect(gistOf(text, new Set())).toBe(
    "I finally adopted the grey cat from the shelter on Elm Street last Friday.",
  );
});

test("a sentence the prompt asks about stays", () => {
  const text =
    "Hey there! I finally adopted the grey cat from the shelter on Elm Street last Friday.";

  expect(gistOf(text, new Set(["hey"]))).toBe(text);
});

test("never is more than a fifth left out", () => {
  const text = "Yes. No. Well. So. And then? Or what? How is it? It is what it is.";

  expect(gistOf(text, new Set()).length).toBeGreaterThan(0.75 * text.length);
});
