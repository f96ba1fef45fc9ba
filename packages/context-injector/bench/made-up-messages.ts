import type { Message } from "../src/index.ts";

const vocabulary = 30_000;
const wordsEach = 24;
const perSession = 40;
const syllables = "ba ce di fo gu ha ki lo mu ne pa ri so tu ve wa xi yo za".split(" ");

/** Messages of made-up words, few of them common and most of them rare, as in any language. */
export function madeUpMessages(count: number): Message[] {
  const next = createRandom();
  return Array.from({ length: count }, (_message, index) => ({
    id: `event-${index}`,
    session: `agent:main:${Math.floor(index / perSession)}`,
    timestamp: Date.UTC(2026, 0) + index * 60_000,
    role: index % 2 === 0 ? "user" : "assistant",
    speaker: index % 2 === 0 ? "user" : "assistant",
    text: `${Array.from({ length: wordsEach }, () => madeUpWord(next())).join(" ")}.`,
  }));
}

/** A word by its rank; by Zipf's law the second is said half as often as the first. */
export function madeUpWord(random: number): string {
  let rank = Math.floor(vocabulary ** random);
  let word = "";
  do {
    word += syllables[rank % syllables.length] ?? "";
    rank = Math.floor(rank / syllables.length);
  } while (rank > 0);
  return word;
}

/** Numbers from 0 to 1 that are the same in each run (Park and Miller, 1988). */
export function createRandom(): () => number {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
