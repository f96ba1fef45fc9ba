import { setImmediate } from "node:timers/promises";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { createLexicon } from "./lexicon.ts";
import { createAgentMemory } from "./memory.ts";
import type { AgentMemory, Passage } from "./memory.ts";
import type { Message } from "./message.ts";

/** An event in a stream: where it stands, and when it was stored (Unix milliseconds). */
export interface Place {
  readonly sequence: number;
  readonly storedAt: number;
}

/** What is known of all agents, as it is kept over restarts. */
export interface Snapshot {
  /** The last event read of each stream. */
  readonly checkpoint: ReadonlyMap<string, Place>;
  /** When the conversation at hand of each session began, in Unix milliseconds. */
  readonly begun: ReadonlyMap<string, number>;
  /** By agent. */
  readonly memories: ReadonlyMap<string, AgentMemory>;
}

/** Raised whenever messages are read, cut or weighed in another way. */
const version = 2;
/** Messages are written and read in groups of about so many passages, between which other work is done. */
const groupSize = 1000;
/** Of a piece: its length, and the checksum of what follows. */
const headBytes = 8;
const roles = ["user", "assistant", "note"] as const;

const headSchema = z.object({
  version: z.literal(version),
  checkpoint: z.map(z.string(), z.object({ sequence: z.number(), storedAt: z.number() })),
  begun: z.map(z.string(), z.number()),
  agents: z.array(z.string()),
});

const lexiconSchema = z
  .object({
    words: z.array(z.string()),
    terms: z.instanceof(Uint32Array),
    lengths: z.instanceof(Uint32Array),
    groups: z.number(),
  })
  .refine(({ words, terms }) => terms.every((term) => term < words.length))
  .refine(({ terms, lengths }) => lengths.reduce((sum, more) => sum + more, 0) === terms.length);

const groupSchema = z.object({
  ids: z.array(z.string()),
  texts: z.array(z.string()),
  timestamps: z.instanceof(Float64Array),
  roles: z.instanceof(Uint8Array),
  /** Sessions and speakers, which come again and again. */
  names: z.array(z.string()),
  sessions: z.instanceof(Uint32Array),
  speakers: z.instanceof(Uint32Array),
  /** By passage, as all that follows. */
  traits: z.instanceof(Uint8Array),
  news: z.instanceof(Float64Array),
  saliences: z.instanceof(Float64Array),
});

type Group = z.infer<typeof groupSchema>;

/** The snapshot as of the first piece taken, in pieces that are made as they are taken. */
export function* encodeSnapshot(snapshot: Snapshot): Generator<Uint8Array, void, void> {
  const { checkpoint, begun } = snapshot;
  const agents = Array.from(snapshot.memories.keys());
  const parts = Array.from(snapshot.memories.values(), ({ lexicon, passages }) => ({
    lexicon: lexicon.content(),
    groups: groupsOf(passages),
  }));
  yield pieceOf({ version, checkpoint, begun, agents });
  for (const { lexicon, groups } of parts) {
    yield pieceOf({ ...lexicon, groups: groups.length });
    for (const passages of groups) yield pieceOf(columnsOf(passages));
  }
}

/** The snapshot in such bytes; `undefined` where it is of another version or not whole. */
export async function decodeSnapshot(bytes: Uint8Array): Promise<Snapshot | undefined> {
  try {
    const pieces = piecesIn(bytes);
    const { agents, checkpoint, begun } = headSchema.parse(pieces.next().value);
    const memories = new Map<string, AgentMemory>();
    for (const agent of agents) memories.set(agent, await restoreMemory(pieces));
    return pieces.next().done ? { checkpoint, begun, memories } : undefined;
  } catch {
    return undefined;
  }
}

async function restoreMemory(pieces: Iterator<unknown>): Promise<AgentMemory> {
  const { groups, ...lexicon } = lexiconSchema.parse(pieces.next().value);
  const memory = createAgentMemory(createLexicon(lexicon));
  for (let group = 0; group < groups; group++) {
    restoreGroup(memory, groupSchema.parse(pieces.next().value));
    await setImmediate();
  }
  if (memory.passages.length !== lexicon.lengths.length) throw new RangeError("not all is there");
  return memory;
}

function restoreGroup(memory: AgentMemory, group: Group): void {
  const first = memory.passages.length;
  for (const [index, id] of group.ids.entries()) {
    const message: Message = {
      id,
      session: at(group.names, at(group.sessions, index)),
      timestamp: at(group.timestamps, index),
      role: at(roles, at(group.roles, index)),
      speaker: at(group.names, at(group.speakers, index)),
      text: at(group.texts, index),
    };
    memory.restore(message, (passage) => ({
      traits: at(group.traits, passage - first),
      news: at(group.news, passage - first),
      salience: at(group.saliences, passage - first),
    }));
  }
}

function columnsOf(passages: readonly Passage[]): Group {
  const messages = Array.from(new Set(passages.map(({ message }) => message)));
  const names = new Map<string, number>();
  const numberOf = (name: string): number => {
    const number = names.get(name) ?? names.size;
    names.set(name, number);
    return number;
  };
  return {
    ids: messages.map(({ id }) => id),
    texts: messages.map(({ text }) => text),
    timestamps: Float64Array.from(messages, ({ timestamp }) => timestamp),
    roles: Uint8Array.from(messages, ({ role }) => roles.indexOf(role)),
    sessions: Uint32Array.from(messages, ({ session }) => numberOf(session)),
    speakers: Uint32Array.from(messages, ({ speaker }) => numberOf(speaker)),
    names: Array.from(names.keys()),
    traits: Uint8Array.from(passages, ({ traits }) => traits),
    news: Float64Array.from(passages, ({ news }) => news),
    saliences: Float64Array.from(passages, ({ salience }) => salience),
  };
}

/** The passages of whole messages. */
function groupsOf(passages: readonly Passage[]): Passage[][] {
  const groups: Passage[][] = [];
  for (let from = 0, to = 0; from < passages.length; from = to) {
    to = Math.min(from + groupSize, passages.length);
    while ((passages[to]?.part ?? 0) > 0) to += 1;
    groups.push(passages.slice(from, to));
  }
  return groups;
}

function pieceOf(value: unknown): Uint8Array {
  const content = serialize(value);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(content.length, 0);
  head.writeUInt32LE(crc32(content), 4);
  return Buffer.concat([head, content]);
}

/** @throws RangeError where a piece is not as it was written */
function* piecesIn(bytes: Uint8Array): Generator<unknown, void, void> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let from = 0; from < buffer.length;) {
    const end = from + headBytes + buffer.readUInt32LE(from);
    const content = buffer.subarray(from + headBytes, end);
    if (end > buffer.length || crc32(content) !== buffer.readUInt32LE(from + 4))
      throw new RangeError("a piece of the snapshot is damaged");
    yield deserialize(content);
    from = end;
  }
}

/** @throws RangeError where there is none */
function at<Item>(items: ArrayLike<Item>, index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`nothing at ${index} of ${items.length}`);
  return item;
}
