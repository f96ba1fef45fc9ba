import { EventStoreError } from "@openclaw/event-schema";
import { parseConfig, type EventStoreConfig } from "@openclaw/event-schema/config";
import { accountOf, type LoginOf } from "@openclaw/jetstream/isolation";
import { z } from "zod";

export interface ClientSettingsOptions {
  readonly url: string | undefined;
  /** Agents beside those of the settings. */
  readonly agents: readonly string[];
  readonly loginOf: LoginOf;
  /** Size limit of each stream, where the settings have none. */
  readonly maxBytes: number;
}

const settingsSchema = z.looseObject({
  url: z.string().optional(),
  agents: z.record(z.string(), z.looseObject({})).default({}),
  retention: z.looseObject({}).default({}),
});

const localUrl = "nats://127.0.0.1:4222";

/** Settings as before, but for how the default store and each agent log in. */
export function clientSettings(
  settings: unknown,
  { url, agents, loginOf, maxBytes }: ClientSettingsOptions,
): { readonly settings: object; readonly config: EventStoreConfig } {
  const before = settingsSchema.parse(settings ?? {});
  const entries = new Map(Object.entries(before.agents));
  for (const agent of agents) if (!entries.has(agent)) entries.set(agent, {});
  if (entries.size === 0)
    throw new EventStoreError(
      "INVALID_ARGUMENT",
      "no agents are named: add --agent, or an entry for each under agents in the settings",
    );
  const after = {
    ...before,
    url: withoutUser(url ?? before.url ?? localUrl),
    ...loginOf(accountOf({ agent: undefined })),
    retention: { maxBytes, ...before.retention },
    agents: Object.fromEntries(
      [...entries].map(([agent, entry]) => [
        agent,
        // Without a URL of its own it is at the server of all.
        { ...entry, url: undefined, ...loginOf(accountOf({ agent })) },
      ]),
    ),
  };
  return { settings: after, config: parseConfig(after) };
}

/** The credentials of old are none of the new users'. */
function withoutUser(urls: string): string {
  return urls
    .split(",")
    .map((url) => url.replace(/^([a-z]+:\/\/)?[^@/]*@/, "$1"))
    .join(",");
}
