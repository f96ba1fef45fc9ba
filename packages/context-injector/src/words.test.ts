import { expect, test } from "vitest";
import { fold, functionWords, words } from "./words.ts";

test.each([
  ["Straße & Käse-Kuchen", ["straße", "käse", "kuchen"]],
  ["我喜欢北京烤鸭", ["我", "喜欢", "北京", "烤鸭"]],
  ["東京でラーメン", ["東京", "で", "ラーメン"]],
  ["ＦＵＬＬ width ①", ["full", "width", "1"]],
  ["мой дом 🏠", ["мой", "дом"]],
  ["नमस्ते दुनिया", ["नमस्ते", "दुनिया"]],
])("%s is cut into its words", (text, expected) => {
  expect(words(fold(text))).toEqual(expected);
});

test("function words are not words of matter", () => {
  expect(["the", "und", "的", "の"].every((word) => functionWords.has(word))).toBe(true);
  expect(["man", "dog", "Haus", "war"].some((word) => functionWords.has(word))).toBe(false);
});
