import type { Message } from "./message.ts";
import { fold, functionWords, isUnspaced, words } from "./words.ts";

/** How many of the newest messages topics are read from. */
const reach = 200;
/** After this many messages a mention counts half. */
const halfLife = 40;
const maxWords = 3;
const breaks = /[^\p{L}\p{M}\p{N}\s'’-]+/u;

interface Topic {
  readonly parts: readonly string[];
  readonly name: string;
  messages: number;
  score: number;
}

/** What the newest messages keep coming back to, best first, as phrases in the speakers' own words. */
export function activeTopics(messages: readonly Message[], limit: number): string[] {
  const topics = new Map<string, Topic>();
  const newest = messages.slice(-reach).toReversed();
  for (const [age, message] of newest.entries()) {
    const weight = 0.5 ** (age / halfLife);
    for (const [key, phrase] of phrasesOf(message.text)) {
      const topic = topics.get(key) ?? { ...phrase, messages: 0, score: 0 };
      topic.messages += 1;
      topic.score += weight * Math.sqrt(phrase.parts.length);
      topics.set(key, topic);
    }
  }
  return distinct(topics.values(), limit);
}

function distinct(topics: Iterable<Topic>, limit: number): string[] {
  const chosen: string[] = [];
  const used = new Set<string>();
  const ranked = Array.from(topics)
    .filter(({ messages }) => messages > 1)
    .toSorted((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
  for (const { parts, name } of ranked) {
    if (chosen.length === limit) break;
    if (parts.some((part) => used.has(part))) continue;
    chosen.push(name);
    for (const part of parts) used.add(part);
  }
  return chosen;
}

type Phrase = Pick<Topic, "parts" | "name">;

/** Runs of up to three content words, once each, by their folded words. */
function phrasesOf(text: string): Map<string, Phrase> {
  const phrases = text.split(breaks).flatMap((clause) => {
    const written = words(clause);
    const folded = written.map(fold);
    return folded.flatMap((_first, start) =>
      Array.from({ length: contentFrom(folded, start) }, (_next, more) => ({
        parts: folded.slice(start, start + more + 1),
        name: join(written.slice(start, start + more + 1)),
      })),
    );
  });
  return new Map(phrases.map((phrase) => [phrase.parts.join(" "), phrase]));
}

/** How many content words, up to the most a phrase has, stand in a row from `start`. */
function contentFrom(folded: readonly string[], start: number): number {
  const next = folded.slice(start, start + maxWords);
  const end = next.findIndex((word) => !isContent(word));
  return end === -1 ? next.length : end;
}

function isContent(word: string): boolean {
  if (functionWords.has(word) || !/\p{L}/u.test(word)) return false;
  return word.length > (isUnspaced(word) ? 1 : 2);
}

function join(parts: readonly string[]): string {
  return parts.reduce((name, part) =>
    isUnspaced(name) && isUnspaced(part) ? name + part : `${name} ${part}`,
  );
}
