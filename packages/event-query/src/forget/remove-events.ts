import { EventStoreError } from "@openclaw/event-schema";
import type { Abortable, StoredEvent } from "../event-reader.ts";

/** Where an event is kept. */
export interface EventPlace {
  readonly stream: string;
  readonly sequence: number;
  /** Id of an event so large that its data may be kept beside the stream. */
  readonly largeId: string | undefined;
}

export interface RemoveEventsOptions extends Abortable {
  /** Takes an event out of its stream, such as `remove` of a connection. */
  readonly remove: (place: EventPlace) => Promise<void>;
  readonly onProgress?: ((progress: RemoveProgress) => void) | undefined;
}

export interface RemoveProgress {
  readonly removed: number;
  readonly total: number;
}

/** Below what any server takes in one message, in characters. */
const largeLength = 16_384;
/** How many removals are under way at a time. */
const concurrency = 16;

export function placeOf({ event, stream, sequence }: StoredEvent): EventPlace {
  const isLarge = JSON.stringify(event).length > largeLength;
  return { stream, sequence, largeId: isLarge ? event.id : undefined };
}

/**
 * Removes events, the newest first.
 *
 * @throws EventStoreError `ABORTED`, and what `remove` throws
 */
export async function removeEvents(
  places: readonly EventPlace[],
  { remove, onProgress, signal }: RemoveEventsOptions,
): Promise<void> {
  const left = [...places];
  let removed = 0;
  const removeNext = async (): Promise<void> => {
    for (let place = left.pop(); place !== undefined; place = left.pop()) {
      if (signal?.aborted) throw new EventStoreError("ABORTED", "removing events was aborted");
      await remove(place);
      removed += 1;
      onProgress?.({ removed, total: places.length });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, removeNext));
}
