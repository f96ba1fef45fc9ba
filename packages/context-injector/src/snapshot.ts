import { z } from "zod";
import type { Message } from "./message.ts";

/** Memory as it is kept over restarts. */
export interface Snapshot {
  /** The last sequence read of each stream. */
  readonly checkpoint: Readonly<Record<string, number>>;
  /** When the conversation at hand of each session began, in Unix milliseconds. */
  readonly begun: Readonly<Record<string, number>>;
  /** The messages of each agent, by time. */
  readonly agents: Readonly<Record<string, readonly Message[]>>;
}

/** Raised whenever messages are kept in another shape or read from events in another way. */
const version = 1;

const headSchema = z.object({
  version: z.literal(version),
  checkpoint: z.record(z.string(), z.number()),
  begun: z.record(z.string(), z.number()),
  messages: z.number(),
});

const rowSchema = z.tuple([
  z.string(),
  z.object({
    id: z.string(),
    session: z.string(),
    timestamp: z.number(),
    role: z.enum(["user", "assistant", "note"]),
    speaker: z.string(),
    text: z.string(),
  }),
]);

/** The snapshot as lines of JSON: its head, then one for each message. */
export function* snapshotLines({ agents, ...head }: Snapshot): Generator<string, void, void> {
  const messages = Object.values(agents).reduce((sum, { length }) => sum + length, 0);
  yield `${JSON.stringify({ version, ...head, messages })}\n`;
  for (const [agent, ofAgent] of Object.entries(agents))
    for (const message of ofAgent) yield `${JSON.stringify([agent, message])}\n`;
}

/** The snapshot in a text of such lines; `undefined` where it is of another version or not whole. */
export function parseSnapshot(text: string): Snapshot | undefined {
  try {
    const [head, ...rows] = text.split("\n").filter(Boolean);
    const { checkpoint, begun, messages } = headSchema.parse(JSON.parse(head ?? ""));
    const agents: Record<string, Message[]> = {};
    for (const row of rows) {
      const [agent, message] = rowSchema.parse(JSON.parse(row));
      (agents[agent] ??= []).push(message);
    }
    return rows.length === messages ? { checkpoint, begun, agents } : undefined;
  } catch {
    return undefined;
  }
}
