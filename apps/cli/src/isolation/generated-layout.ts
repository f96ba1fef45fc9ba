import { join } from "node:path";
import { EventStoreError } from "@openclaw/event-schema";
import { storePlaces, type EventStoreConfig } from "@openclaw/event-schema/config";
import type { Layout } from "@openclaw/jetstream/isolation";
import { readSettings } from "../store/read-settings.ts";

/** Size limit of a stream, where the settings have none. */
export const defaultMaxBytes = 1024 ** 3;

/** What the settings keep apart. */
export function layoutOf(config: EventStoreConfig): Layout {
  const { agents, retention } = config;
  const places = storePlaces(config);
  const isolated = new Set(places.map(({ agent }) => agent));
  return {
    maxBytes: retention.maxBytes ?? defaultMaxBytes,
    maxAgeMs: retention.maxAgeDays * 86_400_000,
    stores: places.map(({ agent, stream, subjectPrefix }) => {
      const readers = agent === undefined ? [] : (agents[agent]?.readers ?? []);
      const unknown = readers.find((reader) => !isolated.has(reader));
      if (unknown !== undefined)
        throw new EventStoreError(
          "INVALID_CONFIG",
          `agent ${agent} is to be read by ${unknown}, which has no store of its own: add it, with --agent ${unknown} or under agents`,
        );
      return { agent, stream, subjectPrefix, readers };
    }),
  };
}

/** The settings that `generate` wrote. */
export async function readGenerated(directory: string): Promise<EventStoreConfig> {
  const found = await readSettings(configFile(directory));
  if (found !== undefined) return found.config;
  throw new EventStoreError(
    "INVALID_CONFIG",
    `${configFile(directory)} has no settings: \`openclaw-events isolation generate ${directory}\` writes them`,
  );
}

export function configFile(directory: string): string {
  return join(directory, "config.yml");
}
