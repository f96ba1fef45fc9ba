import { join } from "node:path";
import type { ContextBlock } from "@openclaw/context-injector";
import type { PublisherStatus } from "@openclaw/event-publisher";
import {
  createEventReader,
  storesOfAgent,
  type EventStores,
  type PagedEventReader,
} from "@openclaw/event-query";
import {
  encodeToken,
  EventStoreError,
  silentLogger,
  type Logger,
  type OpenClawEvent,
} from "@openclaw/event-schema";
import {
  isSameLogin,
  storePlaces,
  type EventStoreConfig,
  type StorePlace,
} from "@openclaw/event-schema/config";
import { connect, type Connection, type ConnectionState } from "@openclaw/jetstream";
import { createAgentStore, type AgentStore } from "./agent-store.ts";
import { createExclusion } from "./exclusion.ts";
import { followContext, type FollowedContext } from "./follow-context.ts";
import { keepServerRunning, syncIntervalMs } from "./kept-server.ts";
import { createTiming, type Timing } from "./timing.ts";

/** What the event store needs of the program it runs in. */
export interface EventStoreHost {
  /** Holds the outboxes and, where no URL is set, the embedded server; of this process alone. */
  readonly dir: string;
  /** Called when events are gone from memory that were forgotten on purpose. */
  readonly onForgotten?: () => void;
  readonly logger?: Logger;
}

/** Whose context is wanted, and for what. */
export interface SessionContextRequest {
  readonly agent: string;
  /** Session key. */
  readonly session: string;
  /** The first thing the user says in it. */
  readonly prompt?: string | undefined;
  readonly budgetTokens: number;
  readonly signal?: AbortSignal | undefined;
}

/** How one store does. */
export interface StoreStatus extends PublisherStatus {
  /** The agent it is for; `undefined` for all that have none of their own. */
  readonly agent: string | undefined;
  readonly stream: string;
  readonly connection: ConnectionState;
  /** Whether memory is complete, `undefined` where it is off. */
  readonly memory: "complete" | "reading" | undefined;
}

/** The event store of a host: takes events, keeps them, gives them back and remembers. */
export interface EventStore extends AsyncDisposable {
  /** Settles when the outboxes are open, so that what is published survives this process. */
  readonly opened: Promise<void>;
  /** All agents' events; give `agent` in the filter to read as that agent. */
  readonly reader: PagedEventReader;
  /**
   * Reads, with the login of `agent`, the public events that another agent shares with it.
   *
   * @throws EventStoreError `PERMISSION_DENIED` where the other one does not name it under `readers`
   */
  sharedReader(agent: string, owner: string): PagedEventReader;
  readonly status: readonly StoreStatus[];
  /** What building context blocks, and queries, have taken. */
  readonly timings: { readonly context: Timing; readonly query: Timing };
  /**
   * Takes an event for good and returns at once; `false` where it is excluded or there is no room.
   *
   * @throws EventStoreError `INVALID_EVENT`, or `CLOSED` after {@link EventStore.close}
   */
  publish(event: OpenClawEvent): boolean;
  /** The context block of a session, as soon as memory is complete; `undefined` where `signal` aborts first. */
  contextFor(request: SessionContextRequest): Promise<ContextBlock | undefined>;
  /** Lets the next call build the session's block anew. */
  renewContext(agent: string, session: string): void;
  /** Settles when the streams have all that was taken; `false` where the time was too short. */
  flush(timeoutMs: number): Promise<boolean>;
  /** Flushes within the time, where a server is there, and ends; the next start sends what is left. */
  close(timeoutMs?: number): Promise<void>;
}

interface Room {
  readonly place: StorePlace;
  readonly connection: Connection;
  readonly store: AgentStore;
  readonly context: FollowedContext | undefined;
}

/**
 * Starts the event store and returns at once: servers that are down, and outboxes that are busy, are
 * tried until they are there. Each agent's store stands for itself: none waits for another.
 *
 * @throws EventStoreError `INVALID_CONFIG` where a URL is none
 */
export function createEventStore(
  config: EventStoreConfig,
  { dir, onForgotten = () => undefined, logger = silentLogger }: EventStoreHost,
): EventStore {
  const server =
    config.url === undefined ? keepServerRunning(join(dir, "nats"), logger) : undefined;
  const [common, ...own] = storePlaces(config);
  const connectTo = ({ url, credentials, inboxPrefix }: StorePlace): Connection =>
    connect({
      url: url ?? server?.url ?? "",
      ...(inboxPrefix !== undefined && { inboxPrefix }),
      credentials: { ...config.tls, creds: credentials },
      logger,
    });
  const first = connectTo(common);
  const excluded = createExclusion(config.exclude);
  const timings = { context: createTiming(), query: createTiming() };

  const open = (place: StorePlace, connection: Connection): Room => {
    const { agent, stream, subjectPrefix } = place;
    const embedded = server !== undefined && place.url === undefined;
    const name = agent === undefined ? "common" : `agent-${encodeToken(agent)}`;
    const store = createAgentStore(connection, {
      streamName: stream,
      subjectPrefix,
      maxAgeMs: config.retention.maxAgeDays * 86_400_000,
      maxBytes: config.retention.maxBytes,
      ...config.stream,
      outbox: {
        dir: join(dir, "outbox", name),
        ...config.outbox,
      },
      redaction: { ...config.redaction, keyFile: join(dir, "redaction.key") },
      ...(embedded && { durableAfterMs: syncIntervalMs + 1000 }),
      logger,
    });
    const context = remembers(config, agent)
      ? followContext(createEventReader(connection, { stream, subjectPrefix }, { logger }), {
          snapshotFile: join(dir, "memory", `${name}.snapshot`),
          onForgotten,
          logger,
        })
      : undefined;
    return { place, connection, store, context };
  };

  const commonRoom = open(common, first);
  const rooms = new Map(
    own.map((place) => {
      const connection = isSameLogin(place, common) ? first : connectTo(place);
      return [place.agent, open(place, connection)] as const;
    }),
  );
  const all = [commonRoom, ...rooms.values()];
  const roomOf = (agent: string): Room => rooms.get(agent) ?? commonRoom;

  /** What waits for a server that does not answer ends with its connection. */
  const close = async (timeoutMs: number): Promise<void> => {
    const reached = all.filter(({ connection }) => connection.state === "ready");
    await Promise.all(reached.map(async ({ store }) => store.flush(timeoutMs)));
    const connections = new Set(all.map(({ connection }) => connection));
    await Promise.all([
      ...all.map(async ({ store }) => store.close()),
      ...all.map(async ({ context }) => context?.[Symbol.asyncDispose]()),
      ...[...connections].map(async (each) => each[Symbol.asyncDispose]()),
    ]);
    await server?.[Symbol.asyncDispose]();
  };
  let closing: Promise<void> | undefined;

  return {
    opened: Promise.all(all.map(async ({ store }) => store.opened)).then(() => undefined),
    reader: createEventReader(first, storesOf(common, rooms), { logger }),
    sharedReader(agent, owner) {
      const stores = storesOfAgent(config, agent);
      if (stores?.agents?.[owner] !== undefined)
        return createEventReader(roomOf(agent).connection, stores, { logger });
      throw new EventStoreError(
        "PERMISSION_DENIED",
        `agent ${owner} shares nothing with agent ${agent}: it would have to name it under readers`,
      );
    },
    get status() {
      return all.map(({ place, connection, store, context }) => {
        const { status } = store;
        return {
          ...status,
          agent: place.agent,
          stream: place.stream,
          connection: connection.state,
          memory: memoryOf(context),
          lastError: server?.lastError ?? status.lastError,
        };
      });
    },
    timings,
    publish: (event) => !excluded(event) && roomOf(event.agent).store.publish(event),
    async contextFor({ signal, ...request }) {
      const { context } = roomOf(request.agent);
      const injector = context && (await orUndefined(context.ready, signal));
      return (
        injector &&
        timings.context.measure(async () =>
          injector.contextFor({ ...request, ...(signal && { signal }) }),
        )
      );
    },
    renewContext(agent, session) {
      void roomOf(agent).context?.ready.then((injector) => injector.renew(agent, session));
    },
    flush: async (timeoutMs) =>
      (await Promise.all(all.map(async ({ store }) => store.flush(timeoutMs)))).every(Boolean),
    close: async (timeoutMs = 4000) => (closing ??= close(timeoutMs)),
    [Symbol.asyncDispose]: async () => (closing ??= close(4000)),
  };
}

function memoryOf(context: FollowedContext | undefined): StoreStatus["memory"] {
  if (context === undefined) return undefined;
  return context.isReady ? "complete" : "reading";
}

/** Whether any agent of a store wants context. */
function remembers({ context, agents }: EventStoreConfig, agent: string | undefined): boolean {
  if (agent !== undefined) return agents[agent]?.context.enabled ?? context.enabled;
  return context.enabled || Object.values(agents).some((each) => each.context.enabled === true);
}

function storesOf(common: StorePlace, rooms: ReadonlyMap<string, Room>): EventStores {
  const own = [...rooms].map(([agent, { place, connection }]) => [
    agent,
    { stream: place.stream, subjectPrefix: place.subjectPrefix, connection },
  ]);
  return {
    stream: common.stream,
    subjectPrefix: common.subjectPrefix,
    agents: Object.fromEntries(own),
  };
}

function orUndefined<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value | undefined> {
  if (signal === undefined) return promise;
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  return Promise.race([promise, aborted]);
}
