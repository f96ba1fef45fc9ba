import { createLexicon } from "./lexicon.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Message } from "./message.ts";
import { passagesOf } from "./passages.ts";
import { salienceOf } from "./salience.ts";
import { weigh } from "./tokens.ts";
import { createTop } from "./top.ts";
import type { Phrases } from "./topics.ts";
import { fold, functionWords, words } from "./words.ts";

/** A message, or a part of a long one: what is ranked. */
export interface Passage {
  /** Ascending as passages come in. */
  readonly id: number;
  readonly message: Message;
  /** Which part of the message, counted from 0, and of how many. */
  readonly part: number;
  readonly parts: number;
  readonly text: string;
  /** Ids of its content words in order, see {@link Lexicon}. */
  readonly terms: readonly number[];
  /** Of all its words, see {@link traits}. */
  readonly traits: number;
  /** See {@link weigh}. */
  readonly weight: number;
  /** How new its words were when it came in, from 0 to 1. */
  readonly news: number;
  /** How likely it is wanted later, whatever is asked, for its length. */
  readonly salience: number;
  readonly session: Session;
  /** Its place among the session's passages. */
  place: number;
}

type Part = Pick<Passage, "text" | "part" | "parts">;

/** The passages of a session, in order. */
export interface Session {
  readonly key: string;
  readonly passages: Passage[];
}

/** Which messages to forget: those that match all that is given. */
export interface Forgotten {
  readonly agent?: string;
  readonly session?: string;
  readonly eventIds?: readonly string[];
  /** Unix milliseconds, exclusive. */
  readonly before?: number;
}

/** What one agent remembers; the transport and other agents are out of its reach. */
export interface AgentMemory {
  /** By time. */
  readonly messages: readonly Message[];
  readonly passages: ReadonlyMap<number, Passage>;
  /** The id the next passage gets. */
  readonly nextPassage: number;
  /** The passages of most {@link Passage.salience} for their length, best first. */
  readonly salient: readonly Passage[];
  /** The first passage of each message, the newest first. */
  latest(): Iterable<Passage>;
  /** How many messages each speaker who has a name has in it. */
  readonly speakers: ReadonlyMap<string, number>;
  readonly lexicon: Lexicon;
  /** Phrases of messages that topics have read before. */
  readonly phrases: WeakMap<Message, Phrases>;
  /** Content words of each passage, by its id. */
  readonly lengths: readonly number[];
  /** Content words in all passages. */
  readonly length: number;
  /** Characters in all messages. */
  readonly size: number;
  /** Adds a message unless its event is known already. */
  add(message: Message): void;
  /** The ids of the events removed. */
  forget(which: Forgotten): ReadonlySet<string>;
  /** Removes the oldest messages, this share of all. */
  dropOldest(share: number): void;
}

/** How many of {@link AgentMemory.salient} are kept. */
const mostSalient = 300;

export function createAgentMemory(): AgentMemory {
  const messages: Message[] = [];
  const byMessage = new Map<string, Passage[]>();
  const passages = new Map<number, Passage>();
  const sessions = new Map<string, Session>();
  const speakers = new Map<string, number>();
  const lexicon = createLexicon();
  const lengths: number[] = [];
  const salient = createTop<Passage>(mostSalient, ({ salience }) => salience);
  let [nextPassage, length, size] = [0, 0, 0];
  let ordered = true;

  const addPassage = (message: Message, session: Session, part: Part): Passage => {
    const id = nextPassage++;
    const said = words(fold(part.text));
    const weight = weigh(part.text);
    const { terms, news, traits } = lexicon.add(id, said, passages.size);
    const salience = salienceOf({
      text: part.text,
      parts: part.parts,
      weight,
      traits,
      opening: session.passages.length === 0,
      byUser: message.role === "user" && message.speaker === message.role,
      words: said.length,
      contentWords: terms.length,
      news,
    });
    const added: Passage = {
      id,
      message,
      session,
      place: session.passages.length,
      text: part.text,
      part: part.part,
      parts: part.parts,
      terms,
      traits,
      weight,
      news,
      salience,
    };
    session.passages.push(added);
    passages.set(id, added);
    salient.add(added);
    lengths[id] = terms.length;
    length += terms.length;
    return added;
  };

  const sessionOf = (key: string): Session => {
    const session = sessions.get(key) ?? { key, passages: [] };
    sessions.set(key, session);
    return session;
  };

  const removePassage = ({ id, terms }: Passage): void => {
    lexicon.remove(id, terms);
    passages.delete(id);
    length -= terms.length;
  };

  const countSpeaker = ({ speaker, role }: Message, by: number): void => {
    if (role === "note" || speaker === role) return;
    const count = (speakers.get(speaker) ?? 0) + by;
    if (count === 0) speakers.delete(speaker);
    else speakers.set(speaker, count);
  };

  const remove = (message: Message): void => {
    for (const passage of byMessage.get(message.id) ?? []) removePassage(passage);
    byMessage.delete(message.id);
    countSpeaker(message, -1);
    size -= message.text.length;
  };

  const closeGaps = (keys: ReadonlySet<string>): void => {
    for (const key of keys) {
      const session = sessionOf(key);
      const left = session.passages.filter(({ id }) => passages.has(id));
      session.passages.splice(0, session.passages.length, ...left);
      for (const [place, passage] of left.entries()) passage.place = place;
      if (left.length === 0) sessions.delete(key);
    }
  };

  const removeAll = (gone: readonly Message[]): void => {
    if (gone.length === 0) return;
    for (const message of gone) remove(message);
    closeGaps(new Set(gone.map(({ session }) => session)));
    salient.reset(passages.values());
    messages.splice(0, messages.length, ...messages.filter(({ id }) => byMessage.has(id)));
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
      for (let index = newestLast.length - 1; index >= 0; index--)
        yield* (byMessage.get(newestLast[index]?.id ?? "") ?? []).slice(0, 1);
    },
    get salient() {
      return salient.best();
    },
    passages,
    speakers,
    lexicon,
    lengths,
    phrases: new WeakMap(),
    get nextPassage() {
      return nextPassage;
    },
    get length() {
      return length;
    },
    get size() {
      return size;
    },
    add(message) {
      if (byMessage.has(message.id)) return;
      const texts = passagesOf(message.text);
      const session = sessionOf(message.session);
      const added = texts.map((text, part) =>
        addPassage(message, session, { text, part, parts: texts.length }),
      );
      byMessage.set(message.id, added);
      countSpeaker(message, 1);
      size += message.text.length;
      ordered &&= (messages.at(-1)?.timestamp ?? 0) <= message.timestamp;
      messages.push(message);
    },
    forget(which) {
      const gone = messages.filter(matcher(which));
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

function matcher({ session, eventIds, before }: Forgotten): (message: Message) => boolean {
  const ids = eventIds && new Set(eventIds);
  return (message) =>
    (ids?.has(message.id) ?? true) &&
    message.session === (session ?? message.session) &&
    message.timestamp < (before ?? Number.POSITIVE_INFINITY);
}
