import { setImmediate } from "node:timers/promises";
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
export interface Projection {
  readonly checkpoint: Readonly<Record<string, number>>;
  take(stored: StoredEvent): void;
  memory(agent: string): AgentMemory;
  /** When the conversation at hand of the session began, in Unix milliseconds. */
  begun(session: string): number | undefined;
  /** From here on the session's conversation is one whose beginning is not known. */
  renew(session: string): void;
  /** The ids of the events removed. */
  forget(which: Forgotten): ReadonlySet<string>;
  snapshot(): Snapshot;
  /** Goes on from a snapshot, in steps that let other work through. */
  restore(snapshot: Snapshot): Promise<void>;
}

/** Starts empty; over `maxCharacters` of text the oldest messages go. */
export function createProjection(maxCharacters: number): Projection {
  const memories = new Map<string, AgentMemory>();
  const checkpoint: Record<string, number> = {};
  const begun = new Map<string, number>();

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

  return {
    checkpoint,
    take({ event, stream, sequence }) {
      checkpoint[stream] = sequence;
      const message = messageOf(event);
      if (message) {
        memoryOf(event.agent).add(message);
        evict();
      } else if (beginningTypes.some((type) => type === event.type))
        begun.set(event.session, event.timestamp);
    },
    memory: memoryOf,
    begun: (session) => begun.get(session),
    renew: (session) => void begun.delete(session),
    forget(which) {
      const chosen = Array.from(memories)
        .filter(([agent]) => agent === (which.agent ?? agent))
        .flatMap(([, memory]) => Array.from(memory.forget(which)));
      return new Set(chosen);
    },
    snapshot: () => ({
      checkpoint: { ...checkpoint },
      begun: Object.fromEntries(begun),
      agents: Object.fromEntries(
        Array.from(memories, ([agent, { messages }]) => [agent, messages.slice()]),
      ),
    }),
    async restore(snapshot) {
      for (const [agent, messages] of Object.entries(snapshot.agents)) {
        for (const [index, message] of messages.entries()) {
          memoryOf(agent).add(message);
          if (index % restoredAtOnce === 0) await setImmediate();
        }
      }
      for (const [session, time] of Object.entries(snapshot.begun)) begun.set(session, time);
      Object.assign(checkpoint, snapshot.checkpoint);
    },
  };
}

const restoredAtOnce = 200;
/** Of the largest memory, so much goes at once when all are too large. */
const evictedShare = 0.05;
