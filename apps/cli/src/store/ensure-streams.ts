import { agentPrefix } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";
import type { Connection, StreamSpec, StreamState } from "@openclaw/jetstream";

/** Creates the streams of the settings that are missing. */
export async function ensureStreams(
  connection: Connection,
  config: EventStoreConfig,
): Promise<readonly StreamState[]> {
  const states: StreamState[] = [];
  for (const spec of streamSpecs(config)) states.push(await connection.ensureStream(spec));
  return states;
}

/** The stream of all agents, and those of agents that have one of their own. */
export function streamSpecs(config: EventStoreConfig): readonly StreamSpec[] {
  const { streamName, subjectPrefix, agents, retention } = config;
  const limits = { maxAgeMs: retention.maxAgeDays * 86_400_000, maxBytes: retention.maxBytes };
  const own = Object.entries(agents).flatMap(([agent, settings]) => {
    if (settings.streamName === undefined) return [];
    const prefix = agentPrefix(settings.subjectPrefix ?? subjectPrefix, agent);
    return [{ name: settings.streamName, subjects: [`${prefix}.>`], ...limits }];
  });
  return [{ name: streamName, subjects: [`${subjectPrefix}.>`], ...limits }, ...own];
}
