import type { EventReader } from "@openclaw/event-query";
import { throwIfAborted } from "./throw-if-aborted.ts";

export interface RollbackOptions {
  readonly reader: EventReader;
  /** Takes an event out of its stream, such as `remove` of a connection. */
  readonly remove: (place: EventPlace) => Promise<void>;
  /** The agent it was imported for. @defaultValue every agent */
  readonly agent?: string | undefined;
  readonly onProgress?: ((progress: RollbackProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface EventPlace {
  readonly stream: string;
  readonly sequence: number;
  /** Id of an event so large that its data may be kept beside the stream. */
  readonly largeId: string | undefined;
}

export interface RollbackProgress {
  readonly removed: number;
  readonly total: number;
}

export interface RollbackReport {
  readonly importId: string;
  readonly removed: number;
  /**
   * Unix milliseconds at which the newest of the removed events was stored, `undefined` where there was
   * none: until the stream's duplicate window has passed since then, the server drops the same events.
   */
  readonly newestStoredAt: number | undefined;
}

/** Below what any server takes in one message, in characters. */
const largeLength = 16_384;
/** How many removals are under way at a time. */
const concurrency = 32;

/**
 * Removes exactly the events that an import added, the newest first: interrupted, it is continued by
 * running it again, and leaves notes that an import would complete.
 *
 * @throws EventStoreError `ABORTED`, and what the reader and `remove` throw
 */
export async function rollbackImport(
  importId: string,
  { reader, remove, agent, onProgress, signal }: RollbackOptions,
): Promise<RollbackReport> {
  const places: EventPlace[] = [];
  let newestStoredAt: number | undefined;
  for await (const { event, stream, sequence, storedAt } of reader.read({ agent }, { signal })) {
    if (event.meta.import !== importId) continue;
    const isLarge = JSON.stringify(event).length > largeLength;
    places.push({ stream, sequence, largeId: isLarge ? event.id : undefined });
    newestStoredAt = Math.max(newestStoredAt ?? 0, storedAt);
  }
  const total = places.length;
  let removed = 0;
  const removeNext = async (): Promise<void> => {
    for (let place = places.pop(); place !== undefined; place = places.pop()) {
      throwIfAborted(signal);
      await remove(place);
      removed += 1;
      onProgress?.({ removed, total });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, removeNext));
  return { importId, removed, newestStoredAt };
}
