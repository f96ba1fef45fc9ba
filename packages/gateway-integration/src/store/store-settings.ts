import { agentPrefix } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";

/** One place events go to. */
export interface StoreSettings {
  /** The agent it is for; `undefined` for all that have none of their own. */
  readonly agent: string | undefined;
  /** `undefined` for the server of the default store. */
  readonly url: string | undefined;
  readonly stream: string;
  readonly subjectPrefix: string;
}

/** The default store first, then those of agents that have one of their own. */
export function storeSettings({
  url,
  streamName,
  subjectPrefix,
  agents,
}: EventStoreConfig): readonly [StoreSettings, ...StoreSettings[]] {
  const own = Object.entries(agents).filter(
    ([, settings]) =>
      settings.url !== undefined ||
      settings.streamName !== undefined ||
      settings.subjectPrefix !== undefined,
  );
  return [
    { agent: undefined, url, stream: streamName, subjectPrefix },
    ...own.map(([agent, settings]) => ({
      agent,
      url: settings.url,
      stream: settings.streamName ?? streamName,
      subjectPrefix: agentPrefix(settings.subjectPrefix ?? subjectPrefix, agent),
    })),
  ];
}
