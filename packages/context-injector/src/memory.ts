import type { Message } from "./message.ts";

/** Which messages to forget: those that match all that is given. */
export interface Forgotten {
  readonly agent?: string;
  readonly session?: string;
  readonly eventIds?: readonly string[];
  /** Unix milliseconds, exclusive. */
  readonly before?: number;
}

/** The messages of one agent, oldest first. */
export interface AgentMemory {
  readonly messages: readonly Message[];
  /** Adds a message unless its event is known already. */
  add(message: Message): void;
  /** The ids of the events removed. */
  forget(which: Forgotten): ReadonlySet<string>;
}

export function createAgentMemory(): AgentMemory {
  const messages: Message[] = [];
  const known = new Set<string>();
  return {
    messages,
    add(message) {
      if (known.has(message.id)) return;
      known.add(message.id);
      messages.push(message);
    },
    forget(which) {
      const ids = which.eventIds && new Set(which.eventIds);
      const gone = messages.filter(
        ({ id, session, timestamp }) =>
          (ids?.has(id) ?? true) &&
          session === (which.session ?? session) &&
          timestamp < (which.before ?? Number.POSITIVE_INFINITY),
      );
      const removed = new Set(gone.map(({ id }) => id));
      for (const id of removed) known.delete(id);
      const kept = messages.filter(({ id }) => !removed.has(id));
      messages.splice(0, messages.length, ...kept);
      return removed;
    },
  };
}
