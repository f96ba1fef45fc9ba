import type { StoredEvent } from "@openclaw/event-query";
import type { Forgotten } from "./forgotten.ts";
import { createAgentMemory } from "./memory.ts";
import type { AgentMemory } from "./memory.ts";
import { messageOf, messageTypes } from "./message.ts";
import type { Snapshot } from "./snapshot.ts";

/** Types of the events after which a session's conversation begins anew for the model. */
const beginningTypes = [
  "lifecycle.start",
  "lifecycle.end",
  "lifecycle.reset",
  "lifecycle.compaction",
] as const;

/** Tells that events were deleted from the store. */
export const forgottenType = "store.forgotten";

/** Types of the events a {@link Projection} is made of, and kept current by. */
export const projectedTypes: readonly string[] = [
  ...messageTypes,
  ...beginningTypes,
  forgottenType,
];

/** The memories of all agents, kept current event by event. */
export interface Projection extends Snapshot {
  take(stored: StoredEvent): void;
  memory(agent: string): AgentMemory;
  /** When the conversation at hand of the agent's session began, in Unix milliseconds. */
  begunAt(agent: string, session: string): number | undefined;
  /** From here on the session's conversation is one whose beginning is not known. */
  renew(agent: string, session: string): void;
  /** The ids of the events removed. */
  forget(which: Forgotten): ReadonlySet<string>;
}

/** Of the largest memory, so much goes at once when all are too large. */
const evictedShare = 0.2;
/** Sessions whose beginning is known; beyond, the ones that began first are forgotten. */
const mostBegun = 10_000;

/** Goes on from a snapshot, or starts empty; over `maxCharacters` of text the oldest messages go. */
export function createProjection(maxCharacters: number, snapshot?: Snapshot): Projection {
  const memories = new Map(snapshot?.memories);
  const checkpoint = new Map(snapshot?.checkpoint);
  const begun = new Map(snapshot?.begun);

  const memoryOf = (agent: string): AgentMemory => {
    const memory = memories.get(agent) ?? createAgentMemory();
    memories.set(agent, memory);
    return memory;
  };

  const evict = (): void => {
    const bySize = Array.from(memories.values()).toSorted((a, b) => b.size - a.size);
    const [largest] = bySize;
    const total = bySize.reduce((sum, { size }) => sum + size, 0);
    if (largest && total > maxCharacters) largest.dropOldest(evictedShare);
  };

  const begin = (key: string, timestamp: number): void => {
    begun.delete(key);
    begun.set(key, timestamp);
    if (begun.size > mostBegun) begun.delete(begun.keys().next().value ?? key);
  };

  return {
    memories,
    checkpoint,
    begun,
    take({ event, stream, sequence, storedAt }) {
      checkpoint.set(stream, { sequence, storedAt });
      const message = messageOf(event);
      if (message) {
        memoryOf(event.agent).add(message);
        evict();
      } else if (beginningTypes.some((type) => type === event.type))
        begin(keyOf(event.agent, event.session), event.timestamp);
    },
    memory: memoryOf,
    begunAt: (agent, session) => begun.get(keyOf(agent, session)),
    renew: (agent, session) => void begun.delete(keyOf(agent, session)),
    forget(which) {
      const chosen = Array.from(memories)
        .filter(([agent]) => agent === (which.agent ?? agent))
        .flatMap(([, memory]) => Array.from(memory.forget(which)));
      return new Set(chosen);
    },
  };
}

/** Names a session of an agent. */
export function keyOf(agent: string, session: string): string {
  return JSON.stringify([agent, session]);
}
