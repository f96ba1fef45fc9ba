import type { Order, StoredEvent } from "../event-reader.ts";
import type { StreamSlice } from "./stream-slice.ts";

/** Merges slices by the time their events were stored, and counts how many of each are in the result. */
export function mergeSlices(
  slices: readonly StreamSlice[],
  order: Order,
  limit: number,
): { readonly events: readonly StoredEvent[]; readonly taken: readonly number[] } {
  const events: StoredEvent[] = [];
  const taken = slices.map(() => 0);
  const isSooner = (a: StoredEvent, b: StoredEvent): boolean =>
    order === "asc" ? a.storedAt < b.storedAt : a.storedAt > b.storedAt;
  while (events.length < limit) {
    let next: { readonly at: number; readonly event: StoredEvent } | undefined;
    for (const [at, slice] of slices.entries()) {
      const event = slice.events[taken[at] ?? 0];
      if (event !== undefined && (next === undefined || isSooner(event, next.event)))
        next = { at, event };
    }
    if (next === undefined) break;
    events.push(next.event);
    taken[next.at] = (taken[next.at] ?? 0) + 1;
  }
  return { events, taken };
}
