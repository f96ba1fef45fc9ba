import type { Connection } from "@openclaw/jetstream";

/** Where events are kept. */
export interface EventStore {
  readonly stream: string;
  readonly subjectPrefix: string;
}

/** Where the events of one agent are kept. */
export interface AgentEventStore extends EventStore {
  /** @defaultValue the connection of the reader */
  readonly connection?: Connection | undefined;
}

/** The store of all agents, but for those that have one of their own. */
export interface EventStores extends EventStore {
  readonly agents?: Readonly<Record<string, AgentEventStore>> | undefined;
}
