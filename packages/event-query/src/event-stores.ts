import { storePlaces, type EventStoreConfig } from "@openclaw/event-schema/config";
import { publicStream, type Connection, type MessageSource } from "@openclaw/jetstream";

/** Where events are kept. */
export interface EventStore {
  readonly stream: string;
  readonly subjectPrefix: string;
}

/** Where the events of one agent are kept. */
export interface AgentEventStore extends EventStore {
  /** @defaultValue the connection of the reader */
  readonly connection?: Connection | undefined;
  /** Whether it is what the agent shares with the user of the connection. @defaultValue false */
  readonly shared?: boolean | undefined;
}

/** The store of all agents, but for those that have one of their own. */
export interface EventStores extends EventStore {
  readonly agents?: Readonly<Record<string, AgentEventStore>> | undefined;
}

/**
 * What an agent reads with its own login: its events, and the public ones of agents that name it under
 * `readers`; `undefined` where it has no store of its own.
 */
export function storesOfAgent(config: EventStoreConfig, agent: string): EventStores | undefined {
  const places = storePlaces(config);
  const own = places.find((place) => place.agent === agent);
  if (own === undefined) return undefined;
  const shared = places.flatMap(({ agent: owner, subjectPrefix }) => {
    if (owner === undefined || !config.agents[owner]?.readers.includes(agent)) return [];
    const stream = publicStream({ agent: owner });
    return [[owner, { stream, subjectPrefix, shared: true }] as const];
  });
  const { stream, subjectPrefix } = own;
  return { stream, subjectPrefix, agents: Object.fromEntries(shared) };
}

/** Where the messages of a store are read. */
export function messageSource(connection: Connection, store: AgentEventStore): MessageSource {
  const holder = store.connection ?? connection;
  return store.shared ? holder.shared : holder;
}
