import { agentPrefix } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";
import type { StreamSpec } from "@openclaw/jetstream";

/** A stream that the settings ask for. */
export interface WantedStream {
  /** The agent whose alone it is. */
  readonly agent: string | undefined;
  readonly spec: StreamSpec;
}

/** The stream of all agents, and those of agents that have one of their own. */
export function wantedStreams(config: EventStoreConfig): readonly WantedStream[] {
  const { streamName, subjectPrefix, agents, retention, stream } = config;
  const limits = {
    maxAgeMs: retention.maxAgeDays * 86_400_000,
    maxBytes: retention.maxBytes,
    ...stream,
  };
  const own = Object.entries(agents).flatMap(([agent, settings]) => {
    if (settings.streamName === undefined) return [];
    const prefix = agentPrefix(settings.subjectPrefix ?? subjectPrefix, agent);
    return [{ agent, spec: { name: settings.streamName, subjects: [`${prefix}.>`], ...limits } }];
  });
  const shared = { name: streamName, subjects: [`${subjectPrefix}.>`], ...limits };
  return [{ agent: undefined, spec: shared }, ...own];
}
