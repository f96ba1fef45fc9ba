import type { Checkpoint, EventFilter } from "@openclaw/event-query";
import type { OpenStore } from "./open-store.ts";

/** Where the streams end that may hold events of a filter: the newest ones are then found without reading all. */
export async function readEnds({ streams }: OpenStore, filter: EventFilter): Promise<Checkpoint> {
  const agents = filter.agent === undefined ? undefined : [filter.agent].flat();
  const places = streams.filter(
    ({ agent }) => agent === undefined || agents === undefined || agents.includes(agent),
  );
  const states = await Promise.all(
    places.map(async ({ connection, spec }) => connection.streamState(spec.name)),
  );
  return Object.fromEntries(states.map(({ name, lastSequence }) => [name, lastSequence]));
}
