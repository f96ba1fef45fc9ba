import { EventEmitter, once } from "node:events";
import type { EventFilter, EventReader, StoredEvent } from "@openclaw/event-query";
import { eventId } from "@openclaw/event-schema";
import type { OpenClawEvent } from "@openclaw/event-schema";

const stream = "openclaw-events";

export interface ArrayReader extends EventReader {
  append(...events: readonly OpenClawEvent[]): void;
  /** Leaves a gap where the event was. */
  remove(id: string): void;
}

/** An {@link EventReader} of events in an array, by the contract of the interface. */
export function createArrayReader(...events: readonly OpenClawEvent[]): ArrayReader {
  const stored: StoredEvent[] = [];
  const appended = new EventEmitter();
  const removed = new Set<string>();
  const isThere = ({ event }: StoredEvent): boolean => !removed.has(event.id);
  const reader: ArrayReader = {
    remove: (id) => void removed.add(id),
    append(...more) {
      for (const event of more)
        stored.push({ event, stream, sequence: stored.length + 1, storedAt: event.timestamp });
      appended.emit("append");
    },
    async *read(filter = {}) {
      yield* stored.filter(isThere).filter(({ event }) => passes(event, filter));
    },
    async *heads(filter = {}) {
      for (const { event, ...place } of stored.filter(isThere))
        if (passes(event, filter)) yield { ...place, id: event.id, subject: event.type };
    },
    async *follow(filter = {}, { after = {}, onCaughtUp, signal } = {}) {
      for (let next = after[stream] ?? 0; ;) {
        const news = stored.slice(next);
        yield* news.filter(isThere).filter(({ event }) => passes(event, filter));
        next += news.length;
        if (next < stored.length) continue;
        onCaughtUp?.();
        await once(appended, "append", { signal });
      }
    },
  };
  reader.append(...events);
  return reader;
}

function passes(event: OpenClawEvent, { type, agent }: EventFilter): boolean {
  return [type].flat().includes(event.type) && event.agent === (agent ?? event.agent);
}

export interface Said {
  readonly agent?: string;
  readonly session?: string;
  readonly role?: "user" | "assistant";
  readonly from?: string;
  readonly timestamp?: number;
}

/** Something said, as the recorder would store it. */
export function said(text: string, options: Said = {}): OpenClawEvent {
  const {
    agent = "main",
    session = "agent:main:main",
    role = "user",
    timestamp = day(1),
  } = options;
  const data = { text, role, ...(options.from && { from: options.from }) };
  const type = role === "user" ? "conversation.message.in" : "conversation.message.out";
  return {
    id: eventId(agent, session, role, String(timestamp), text),
    timestamp,
    agent,
    session,
    type,
    visibility: "internal",
    payload: { runId: "r", stream: role, data, sessionKey: session, seq: 0, ts: timestamp },
    meta: { runId: "r", seq: 0 },
  };
}

/** Noon UTC of a day of June 2026, in Unix milliseconds, and some minutes. */
export function day(number: number, minutes = 0): number {
  return Date.UTC(2026, 5, number, 12, minutes);
}
