import {
  createEventReader,
  storesOfAgent,
  type EventStores,
  type PagedEventReader,
} from "@openclaw/event-query";
import { EventStoreError, isEventStoreError } from "@openclaw/event-schema";
import {
  isSameLogin,
  storePlaces,
  type EventStoreConfig,
  type StorePlace,
} from "@openclaw/event-schema/config";
import { connect, type Connection, type StreamSpec } from "@openclaw/jetstream";
import type { StoreFlags } from "../options.ts";
import { findConfig } from "./find-config.ts";
import { locateServer, type ServerLocation } from "./locate-server.ts";
import { wantedStreams } from "./wanted-streams.ts";

/** The store a command works on; disposing it ends the connections. */
export interface OpenStore extends AsyncDisposable {
  readonly config: EventStoreConfig;
  readonly connection: Connection;
  readonly stores: EventStores;
  readonly reader: PagedEventReader;
  /** The streams of the settings, each with the connection to its server. */
  readonly streams: readonly OpenStream[];
  /** What named the server, for people. */
  readonly source: string;
}

/** A stream of the settings. */
export interface OpenStream {
  /** The agent whose alone it is. */
  readonly agent: string | undefined;
  readonly subjectPrefix: string;
  readonly connection: Connection;
  readonly spec: StreamSpec;
}

/** Whose events a command is about; it waits for no other agent's store. */
export interface WantedAgents {
  readonly agent?: string | readonly string[] | undefined;
}

/**
 * Connects to the store that flags, environment and config file lead to.
 *
 * @throws EventStoreError `UNAVAILABLE` or `PERMISSION_DENIED` at the first failed attempt, and as
 * {@link createStore}
 */
export async function openStore(flags: StoreFlags & WantedAgents): Promise<OpenStore> {
  const store = await createStore(flags);
  try {
    const connections = new Set(streamsFor(store, flags).map((each) => each.connection));
    await Promise.all([...connections].map(async (each) => each.ready({ failFast: true })));
    return store;
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw isEventStoreError(error, "UNAVAILABLE") ? unreachable(error, store.source) : error;
  }
}

/** The streams that hold the events of some agents, or of all. */
export function streamsFor({ streams }: OpenStore, { agent }: WantedAgents): readonly OpenStream[] {
  if (agent === undefined) return streams;
  const wanted = new Set([agent].flat());
  const own = streams.filter((each) => each.agent !== undefined && wanted.has(each.agent));
  return own.length === wanted.size ? own : [...streams.slice(0, 1), ...own];
}

/**
 * As {@link openStore}, without waiting for the servers.
 *
 * @throws EventStoreError as `findConfig` and `locateServer`
 */
export async function createStore(flags: StoreFlags): Promise<OpenStore> {
  const found = await findConfig(flags.config, process.env);
  const config = { ...found.config, ...flags.settings };
  const { reader } = flags;
  const seen = reader === undefined ? undefined : storesSeenBy(reader, config);
  const { isNamedByHand, source, ...location } = await locateServer(flags, config);
  const opened: Connection[] = [];
  const open = ({ inboxPrefix, ...login }: Login): Connection => {
    const connection = connect({
      ...login,
      name: "openclaw-events",
      ...(inboxPrefix !== undefined && { inboxPrefix }),
    });
    opened.push(connection);
    return connection;
  };
  const connection = open(location);
  const [common] = storePlaces(config);
  // A server named by hand stands for all agents, also for those that the settings send elsewhere.
  const connectionOf = (place: StorePlace): Connection =>
    isNamedByHand || isSameLogin(place, common)
      ? connection
      : open({
          url: place.url ?? location.url,
          credentials: { ...config.tls, creds: place.credentials },
          inboxPrefix: place.inboxPrefix,
        });
  const wanted = wantedStreams(config).filter(
    ({ place }) => reader === undefined || place.agent === reader,
  );
  const streams = wanted.map(({ place, spec }) => ({
    agent: place.agent,
    subjectPrefix: place.subjectPrefix,
    connection: connectionOf(place),
    spec,
  }));
  const { stream, subjectPrefix } = common;
  const stores = seen ?? { stream, subjectPrefix, agents: agentStores(streams) };
  const first = (seen && streams[0]?.connection) ?? connection;
  return {
    config,
    connection: first,
    stores,
    source,
    reader: createEventReader(first, stores),
    streams,
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map(async (each) => each[Symbol.asyncDispose]()));
    },
  };
}

function storesSeenBy(agent: string, config: EventStoreConfig): EventStores {
  const stores = storesOfAgent(config, agent);
  if (stores !== undefined) return stores;
  throw new EventStoreError(
    "INVALID_ARGUMENT",
    `agent ${agent} has no store of its own to ask with: give it an entry under agents`,
  );
}

type Login = Pick<ServerLocation, "url" | "credentials" | "inboxPrefix">;

/** Where the events of agents with a store of their own are kept. */
function agentStores(streams: readonly OpenStream[]): EventStores["agents"] {
  const own = streams.flatMap(({ agent, subjectPrefix, connection, spec }) =>
    agent === undefined ? [] : [[agent, { stream: spec.name, subjectPrefix, connection }] as const],
  );
  return Object.fromEntries(own);
}

function unreachable(cause: Error, source: string): EventStoreError {
  const next = source.startsWith("embedded")
    ? "start it with `openclaw-events up`"
    : "check that the server runs, or start an embedded one with `openclaw-events up`";
  return new EventStoreError("UNAVAILABLE", `${cause.message} (${source}): ${next}`, { cause });
}
