import { fold, words } from "./words.ts";

/** Words that stand for themselves; a shorter text ("yes") means what it answers. */
const ownMeaning = 4;
/** Of a text, so much seen before makes it a repeat. */
const mostSeen = 0.8;

/**
 * Tells whether a text has been seen, be it sent again or quoted; a short one only counts together
 * with the text it answers.
 */
export function createRepeats(): (text: string, answered: string | undefined) => boolean {
  const seen = new Set<string>();
  return (text, answered) => {
    const runs = runsOf(words(fold(text)), answered);
    const known = runs.filter((run) => seen.has(run));
    for (const run of runs) seen.add(run);
    return runs.length > 0 && known.length >= mostSeen * runs.length;
  };
}

function runsOf(said: readonly string[], answered: string | undefined): string[] {
  if (said.length < ownMeaning) return [`${said.join(" ")}\n${fold(answered ?? "")}`];
  return said
    .slice(ownMeaning - 1)
    .map((_word, start) => said.slice(start, start + ownMeaning).join(" "));
}
