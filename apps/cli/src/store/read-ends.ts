import type { Checkpoint, EventFilter } from "@openclaw/event-query";
import { streamsFor, type OpenStore } from "./open-store.ts";

/** Where the streams end that may hold events of a filter: the newest ones are then found without reading all. */
export async function readEnds(store: OpenStore, filter: EventFilter): Promise<Checkpoint> {
  const states = await Promise.all(
    streamsFor(store, filter).map(async ({ connection, spec }) =>
      connection.streamState(spec.name),
    ),
  );
  return Object.fromEntries(states.map(({ name, lastSequence }) => [name, lastSequence]));
}
