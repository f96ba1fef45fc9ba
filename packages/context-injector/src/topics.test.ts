import { expect, test } from "vitest";
import { createAgentMemory } from "./memory.ts";
import { activeTopics } from "./topics.ts";

function topicsOf(...texts: readonly string[]): string[] {
  const memory = createAgentMemory();
  for (const [index, text] of texts.entries())
    memory.add({
      id: `${index}`,
      session: "s",
      timestamp: index,
      role: "user",
      speaker: "user",
      text,
    });
  return activeTopics(memory);
}

test.each([
  ["garden fence", "The garden fence needs paint.", "Which paint for a garden fence?"],
  ["Wien", "Ich plane die Reise nach Wien.", "Was kostet die Reise nach Wien?"],
  ["机器", "我想学习机器学习。", "机器学习难吗？"],
  ["京都", "京都のホテルを予約した。", "京都は雨だった。"],
  ["party", "🎉🎉 party on Friday 🎉", "Who brings cake to the party? 🎂"],
])("%s is a topic once it comes back", (topic, ...texts) => {
  const topics = topicsOf(...texts, "ok 👍");

  expect(topics.some((name) => name.includes(topic))).toBe(true);
});

test("grammar, greetings said all the time, and single mentions are no topics", () => {
  const topics = topicsOf(
    "hello, what is it",
    "hello, and there it was",
    "hello, sunflowers",
    "hello",
  );

  expect(topics).not.toContain("sunflowers");
  expect(topics.join(" ")).not.toMatch(/\b(what|is|it|there)\b/);
});

test("the ids that programs give are no topics", () => {
  const id = "9ba070bd-2554-4b6c-b2c2-0c9e0d90dea2";

  const topics = topicsOf(
    `The session ${id} ended.`,
    `Commit 9f7c41a of session ${id}.`,
    "9f7c41a",
  );

  expect(topics).toEqual(["session"]);
});

test("what is talked about now comes before what was", () => {
  const old = Array.from({ length: 40 }, (_, n) => `The tax form, question ${n}`);
  const now = Array.from({ length: 30 }, (_, n) => `The kitchen shelf, step ${n}`);

  const [first] = topicsOf(...old, ...now);

  expect(first).toBe("kitchen shelf");
});
