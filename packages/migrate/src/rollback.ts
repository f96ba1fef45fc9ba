import {
  placeOf,
  removeEvents,
  type EventPlace,
  type EventReader,
  type RemoveEventsOptions,
} from "@openclaw/event-query";

export interface RollbackOptions extends RemoveEventsOptions {
  readonly reader: EventReader;
  /** The agent it was imported for. @defaultValue every agent */
  readonly agent?: string | undefined;
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
  for await (const stored of reader.read({ agent }, { signal })) {
    if (stored.event.meta.import !== importId) continue;
    places.push(placeOf(stored));
    newestStoredAt = Math.max(newestStoredAt ?? 0, stored.storedAt);
  }
  await removeEvents(places, { remove, onProgress, signal });
  return { importId, removed: places.length, newestStoredAt };
}
