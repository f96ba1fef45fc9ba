import { storePlaces, type EventStoreConfig, type StorePlace } from "@openclaw/event-schema/config";
import type { StreamSpec } from "@openclaw/jetstream";

/** A stream that the settings ask for, and whose it is. */
export interface WantedStream {
  readonly place: StorePlace;
  readonly spec: StreamSpec;
}

/** The stream of all agents, and those of agents that have one of their own. */
export function wantedStreams(config: EventStoreConfig): readonly WantedStream[] {
  const { retention, stream } = config;
  const limits = {
    maxAgeMs: retention.maxAgeDays * 86_400_000,
    maxBytes: retention.maxBytes,
    ...stream,
  };
  return storePlaces(config).map((place) => {
    const subjects = [`${place.subjectPrefix}.>`];
    return { place, spec: { name: place.stream, subjects, ...limits } };
  });
}
