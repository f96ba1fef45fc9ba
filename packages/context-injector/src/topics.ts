import type { AgentMemory } from "./memory.ts";
import type { Message } from "./message.ts";
import { fold, functionWords, isUnspaced, words } from "./words.ts";

const mostTopics = 4;
/** How many of the newest messages topics are read from. */
const reach = 80;
/** After this many messages a mention counts half. */
const halfLife = 30;
const maxWords = 3;
/** Characters of a message that are read for topics. */
const mostRead = 500;
const breaks = /[^\p{L}\p{M}\p{N}\s'’-]+/u;
/** Hashes and the parts of UUIDs: hexadecimal with a digit in it. */
const machineName = /^(?=.*\d)[\da-f]{4,}$/;

/** The phrases of a message by their folded words. */
export type Phrases = ReadonlyMap<string, Phrase>;

export interface Phrase {
  readonly parts: readonly string[];
  readonly name: string;
}

interface Topic {
  readonly phrase: Phrase;
  messages: number;
  /** Mentions, the later ones weighing more. */
  mentions: number;
}

/** What the newest messages keep coming back to, best first, as phrases in the speakers' own words. */
export function activeTopics(memory: AgentMemory): string[] {
  const speakers = new Set(Array.from(memory.speakers.keys()).flatMap((name) => words(fold(name))));
  const ranked = Array.from(mentionedOf(memory).values())
    .filter(({ messages }) => messages > 1)
    .filter(({ phrase }) => !phrase.parts.some((part) => speakers.has(part)))
    .map(({ phrase, mentions }) => ({ phrase, score: mentions * tellingOf(memory, phrase) }))
    .toSorted((a, b) => b.score - a.score || (a.phrase.name < b.phrase.name ? -1 : 1));
  return distinct(ranked.map(({ phrase }) => phrase));
}

function mentionedOf(memory: AgentMemory): Map<string, Topic> {
  const topics = new Map<string, Topic>();
  const newest = memory.messages.slice(-reach).toReversed();
  for (const [age, message] of newest.entries()) {
    const weight = 0.5 ** (age / halfLife);
    for (const [key, phrase] of phrasesOf(memory, message)) {
      const topic = topics.get(key);
      if (topic) {
        topic.messages += 1;
        topic.mentions += weight;
      } else topics.set(key, { phrase, messages: 1, mentions: weight });
    }
  }
  return topics;
}

/** Several words tell more than one, and words seldom used more than what is always said. */
function tellingOf(memory: AgentMemory, { parts }: Phrase): number {
  const all = memory.passages.length;
  const rarities = parts.map((part) => Math.log((all + 2) / (memory.lexicon.holders(part) + 1)));
  return Math.sqrt(parts.length) * Math.min(...rarities) ** 2;
}

function distinct(ranked: readonly Phrase[]): string[] {
  const chosen: string[] = [];
  const used = new Set<string>();
  for (const { parts, name } of ranked) {
    if (chosen.length === mostTopics) break;
    if (parts.some((part) => used.has(part))) continue;
    chosen.push(name);
    for (const part of parts) used.add(part);
  }
  return chosen;
}

/** Runs of up to three content words, once each, by their folded words. */
function phrasesOf({ phrases }: AgentMemory, message: Message): Phrases {
  const read = phrases.get(message) ?? readPhrases(message.text.slice(0, mostRead));
  phrases.set(message, read);
  return read;
}

function readPhrases(text: string): Phrases {
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
  if (functionWords.has(word) || machineName.test(word) || !/\p{L}/u.test(word)) return false;
  return word.length > (isUnspaced(word) ? 1 : 2);
}

function join(parts: readonly string[]): string {
  return parts.reduce((name, part) =>
    isUnspaced(name) && isUnspaced(part) ? name + part : `${name} ${part}`,
  );
}
