import { isForgottenBy } from "./forgotten.ts";
import type { Forgotten } from "./forgotten.ts";
import { createLexicon, partOf } from "./lexicon.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Message } from "./message.ts";
import { passagesOf } from "./passages.ts";
import { salienceOf } from "./salience.ts";
import { weigh } from "./tokens.ts";
import { createTop } from "./top.ts";
import type { Phrases } from "./topics.ts";
import { fold, functionWords, words } from "./words.ts";

/** What is known of a passage by reading it when it comes in. */
export interface Reading {
  /** Of all its words, see {@link traits}. */
  readonly traits: number;
  /** How new its words were, from 0 to 1. */
  readonly news: number;
  /** How likely it is wanted later, whatever is asked, for its length. */
  readonly salience: number;
}

/** A message, or a part of a long one: what is ranked. */
export interface Passage extends Reading {
  /** Its place among all passages, which stand as they came in. */
  id: number;
  readonly message: Message;
  /** Which part of the message, counted from 0, and of how many. */
  readonly part: number;
  readonly parts: number;
  readonly text: string;
  /** See {@link weigh}. */
  readonly weight: number;
  readonly session: Session;
  /** Its place among the session's passages. */
  place: number;
}

type PartPlace = Pick<Passage, "part" | "parts">;

/** The passages of a session, in order. */
export interface Session {
  readonly key: string;
  passages: Passage[];
}

/** What one agent remembers; the transport and other agents are out of its reach. */
export interface AgentMemory {
  /** By time. */
  readonly messages: readonly Message[];
  readonly passages: readonly Passage[];
  /** The passages of most {@link Passage.salience} for their length, best first. */
  readonly salient: readonly Passage[];
  /** The first passage of each message, the newest first. */
  latest(): Iterable<Passage>;
  /** How many messages each speaker who has a name has in it. */
  readonly speakers: ReadonlyMap<string, number>;
  readonly lexicon: Lexicon;
  /** Phrases of messages that topics have read before. */
  readonly phrases: WeakMap<Message, Phrases>;
  /** Characters in all messages, and {@link messageSize} for each. */
  readonly size: number;
  /** Adds a message unless its event is known already. */
  add(message: Message): void;
  /** Adds a message whose passages were read before, and are in the lexicon. */
  restore(message: Message, readingOf: (passage: number) => Reading): void;
  /** The ids of the events removed. */
  forget(which: Forgotten): ReadonlySet<string>;
  /** Removes the oldest messages, this share of all. */
  dropOldest(share: number): void;
}

/** What a message takes besides its text, in characters. */
const messageSize = 100;
/** How many of {@link AgentMemory.salient} are kept. */
const mostSalient = 300;

/** @param lexicon - holds the passages that are then restored */
export function createAgentMemory(lexicon: Lexicon = createLexicon()): AgentMemory {
  let all = lexicon;
  let messages: Message[] = [];
  let passages: Passage[] = [];
  /** The first passage of each message, by its event. */
  const firsts = new Map<string, Passage>();
  const sessions = new Map<string, Session>();
  const speakers = new Map<string, number>();
  const salient = createTop<Passage>(mostSalient, ({ salience }) => salience);
  let size = 0;
  let ordered = true;

  const read = (message: Message, text: string, place: PartPlace): Reading => {
    const { words: count, traits, news } = all.add(fold(text));
    const salience = salienceOf({
      text,
      parts: place.parts,
      weight: weigh(text),
      traits,
      opening: place.part === 0 && !sessions.has(message.session),
      byUser: message.role === "user" && message.speaker === message.role,
      words: count,
      contentWords: all.lengthOf(passages.length),
      news,
    });
    return { traits, news, salience };
  };

  const insert = (
    message: Message,
    readPart: (text: string, place: PartPlace) => Reading,
  ): void => {
    const texts = passagesOf(message.text);
    for (const [part, text] of texts.entries()) {
      const { traits, news, salience } = readPart(text, { part, parts: texts.length });
      const session = sessionOf(message.session);
      const passage = {
        id: passages.length,
        message,
        part,
        parts: texts.length,
        text,
        weight: weigh(text),
        traits,
        news,
        salience,
        session,
        place: session.passages.length,
      };
      session.passages.push(passage);
      passages.push(passage);
      salient.add(passage);
      if (part === 0) firsts.set(message.id, passage);
    }
    countSpeaker(message, 1);
    size += sizeOf(message);
    ordered &&= (messages.at(-1)?.timestamp ?? 0) <= message.timestamp;
    messages.push(message);
  };

  const sessionOf = (key: string): Session => {
    const session = sessions.get(key) ?? { key, passages: [] };
    sessions.set(key, session);
    return session;
  };

  const countSpeaker = ({ speaker, role }: Message, by: number): void => {
    if (role === "note" || speaker === role) return;
    const count = (speakers.get(speaker) ?? 0) + by;
    if (count === 0) speakers.delete(speaker);
    else speakers.set(speaker, count);
  };

  const closeGaps = (session: Session, isLeft: (passage: Passage) => boolean): void => {
    session.passages = session.passages.filter(isLeft);
    for (const [place, passage] of session.passages.entries()) passage.place = place;
    if (session.passages.length === 0) sessions.delete(session.key);
  };

  const removeAll = (messagesGone: readonly Message[]): void => {
    const gone = new Set(messagesGone);
    if (gone.size === 0) return;
    const isLeft = ({ message }: Passage): boolean => !gone.has(message);
    for (const message of gone) {
      firsts.delete(message.id);
      countSpeaker(message, -1);
      size -= sizeOf(message);
    }
    for (const key of new Set(messagesGone.map(({ session }) => session)))
      closeGaps(sessionOf(key), isLeft);
    const left = new Uint8Array(passages.length);
    for (const [id, passage] of passages.entries()) left[id] = Number(isLeft(passage));
    all = createLexicon(partOf(all.content(), (passage) => left[passage] === 1));
    messages = messages.filter((message) => !gone.has(message));
    passages = passages.filter((_passage, id) => left[id] === 1);
    for (const [id, passage] of passages.entries()) passage.id = id;
    salient.reset(passages);
  };

  const inOrder = (): Message[] => {
    if (!ordered) messages.sort((a, b) => a.timestamp - b.timestamp);
    ordered = true;
    return messages;
  };

  return {
    get messages() {
      return inOrder();
    },
    *latest() {
      const newestLast = inOrder();
      for (let index = newestLast.length - 1; index >= 0; index--) {
        const first = firsts.get(newestLast[index]?.id ?? "");
        if (first) yield first;
      }
    },
    get salient() {
      return salient.best();
    },
    get passages() {
      return passages;
    },
    speakers,
    get lexicon() {
      return all;
    },
    phrases: new WeakMap(),
    get size() {
      return size;
    },
    add(message) {
      if (firsts.has(message.id)) return;
      insert(message, (text, place) => read(message, text, place));
    },
    restore: (message, readingOf) => insert(message, () => readingOf(passages.length)),
    forget(which) {
      const gone = messages.filter(isForgottenBy(which));
      removeAll(gone);
      return new Set(gone.map(({ id }) => id));
    },
    dropOldest: (share) => removeAll(inOrder().slice(0, Math.ceil(share * messages.length))),
  };
}

/** The folded words of a text that carry matter. */
export function contentWords(text: string): string[] {
  return words(fold(text)).filter((word) => !functionWords.has(word));
}

function sizeOf({ text }: Message): number {
  return messageSize + text.length;
}
