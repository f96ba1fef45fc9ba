import { createEventReader, type EventStores, type PagedEventReader } from "@openclaw/event-query";
import { EventStoreError, isEventStoreError } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";
import { connect, type Connection, type StreamSpec } from "@openclaw/jetstream";
import type { StoreFlags } from "../options.ts";
import { findConfig } from "./find-config.ts";
import { locateServer } from "./locate-server.ts";
import { wantedStreams } from "./wanted-streams.ts";

/** The store a command works on; disposing it ends the connections. */
export interface OpenStore extends AsyncDisposable {
  readonly config: EventStoreConfig;
  readonly connection: Connection;
  readonly stores: EventStores;
  readonly reader: PagedEventReader;
  /** The streams of the settings, each with the connection to its server. */
  readonly streams: readonly StorePlace[];
  /** What named the server, for people. */
  readonly source: string;
}

/** A stream of the settings. */
export interface StorePlace {
  /** The agent whose alone it is. */
  readonly agent: string | undefined;
  readonly connection: Connection;
  readonly spec: StreamSpec;
}

/**
 * Connects to the store that flags, environment and config file lead to.
 *
 * @throws EventStoreError `UNAVAILABLE` or `PERMISSION_DENIED` at the first failed attempt, and as
 * {@link createStore}
 */
export async function openStore(flags: StoreFlags): Promise<OpenStore> {
  const store = await createStore(flags);
  try {
    const connections = new Set([
      store.connection,
      ...store.streams.map((each) => each.connection),
    ]);
    await Promise.all([...connections].map(async (each) => each.ready({ failFast: true })));
    return store;
  } catch (error) {
    await store[Symbol.asyncDispose]();
    throw isEventStoreError(error, "UNAVAILABLE") ? unreachable(error, store.source) : error;
  }
}

/**
 * As {@link openStore}, without waiting for the servers.
 *
 * @throws EventStoreError as `findConfig` and `locateServer`
 */
export async function createStore(flags: StoreFlags): Promise<OpenStore> {
  const found = await findConfig(flags.config, process.env);
  const config = { ...found.config, ...flags.settings };
  const { source, credentials, inboxPrefix, ...located } = await locateServer(flags, config);
  const opened: Connection[] = [];
  const open = (url: string): Connection => {
    const connection = connect({
      url,
      name: "openclaw-events",
      credentials,
      ...(inboxPrefix !== undefined && { inboxPrefix }),
    });
    opened.push(connection);
    return connection;
  };
  const connection = open(located.url);
  // A server named by hand stands for all agents, also for those that the config sends elsewhere.
  const stores = storesOf(config, source === "config file" ? open : () => connection);
  return {
    config,
    connection,
    stores,
    source,
    reader: createEventReader(connection, stores),
    streams: wantedStreams(config).map(({ agent, spec }) => ({
      agent,
      connection: stores.agents?.[agent ?? ""]?.connection ?? connection,
      spec,
    })),
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map(async (each) => each[Symbol.asyncDispose]()));
    },
  };
}

/** Where the events of each agent are kept; an agent with a URL of its own has its own connection. */
function storesOf(
  { streamName, subjectPrefix, agents }: EventStoreConfig,
  open: (url: string) => Connection,
): EventStores {
  const own = Object.entries(agents)
    .filter(([, settings]) => settings.url ?? settings.streamName ?? settings.subjectPrefix)
    .map(([agent, settings]) => [
      agent,
      {
        stream: settings.streamName ?? streamName,
        subjectPrefix: settings.subjectPrefix ?? subjectPrefix,
        connection: settings.url === undefined ? undefined : open(settings.url),
      },
    ]);
  return { stream: streamName, subjectPrefix, agents: Object.fromEntries(own) };
}

function unreachable(cause: Error, source: string): EventStoreError {
  const next = source.startsWith("embedded")
    ? "start it with `openclaw-events up`"
    : "check that the server runs, or start an embedded one with `openclaw-events up`";
  return new EventStoreError("UNAVAILABLE", `${cause.message} (${source}): ${next}`, { cause });
}
