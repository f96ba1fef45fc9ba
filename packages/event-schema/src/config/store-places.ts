import { EventStoreError } from "../errors.ts";
import { agentPrefix, encodeToken } from "../subject.ts";
import type { EventStoreConfig } from "./config.ts";

/** One place events go to, and who goes there. */
export interface StorePlace {
  /** The agent whose alone it is; `undefined` for all that have none of their own. */
  readonly agent: string | undefined;
  /** `undefined` for an embedded server. */
  readonly url: string | undefined;
  /** Path of a credentials or seed file. */
  readonly credentials: string | undefined;
  readonly inboxPrefix: string | undefined;
  readonly stream: string;
  /** Prefix of its subjects: that of the agent, or of all agents. */
  readonly subjectPrefix: string;
}

/** A place of one agent alone. */
export type AgentPlace = StorePlace & { readonly agent: string };

/** The default place first, then those of agents that have one of their own. */
export function storePlaces(
  config: Pick<
    EventStoreConfig,
    "url" | "credentials" | "inboxPrefix" | "streamName" | "subjectPrefix" | "agents"
  >,
): readonly [StorePlace, ...AgentPlace[]] {
  const { url, credentials, inboxPrefix, streamName, subjectPrefix, agents } = config;
  const login = { url, credentials, inboxPrefix };
  const own = Object.entries(agents).flatMap(([agent, settings]) => {
    if (!hasOwnPlace(settings)) return [];
    const hasOwnLogin = (settings.url ?? settings.credentials) !== undefined;
    return {
      agent,
      ...(hasOwnLogin
        ? {
            url: settings.url ?? url,
            credentials: settings.credentials,
            inboxPrefix: settings.inboxPrefix,
          }
        : login),
      stream: settings.streamName ?? `events-${encodeToken(agent)}`,
      subjectPrefix: agentPrefix(settings.subjectPrefix ?? subjectPrefix, agent),
    };
  });
  return [{ agent: undefined, ...login, stream: streamName, subjectPrefix }, ...own];
}

/**
 * JetStream gives a subject to one stream of an account, and cannot leave any out of `<prefix>.>`.
 *
 * @throws EventStoreError `INVALID_CONFIG` where one user keeps overlapping subjects in several streams
 */
export function checkPlaces(places: readonly StorePlace[]): void {
  for (const [at, place] of places.entries()) {
    const other = places.slice(0, at).find((earlier) => overlaps(earlier, place));
    if (other !== undefined)
      throw new EventStoreError(
        "INVALID_CONFIG",
        `event store settings are wrong: stream ${place.stream} of agent ${place.agent} wants the subjects ${place.subjectPrefix}.>, of which stream ${other.stream} has some (${other.subjectPrefix}.>): ` +
          "give one of them another subjectPrefix, or each an account of its own with `openclaw-events isolation generate`",
      );
  }
}

/** Whether two places are reached as one user of one server. */
export function isSameLogin(a: StorePlace, b: StorePlace): boolean {
  return a.url === b.url && a.credentials === b.credentials;
}

function hasOwnPlace(settings: EventStoreConfig["agents"][string]): boolean {
  const { url, credentials, streamName, subjectPrefix } = settings;
  return (url ?? credentials ?? streamName ?? subjectPrefix) !== undefined;
}

function overlaps(a: StorePlace, b: StorePlace): boolean {
  const [one, other] = [`${a.subjectPrefix}.`, `${b.subjectPrefix}.`];
  return isSameLogin(a, b) && (one.startsWith(other) || other.startsWith(one));
}
