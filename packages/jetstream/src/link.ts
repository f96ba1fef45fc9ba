import { setTimeout as sleep } from "node:timers/promises";
import { jetstreamManager, type JetStreamManager } from "@nats-io/jetstream";
import {
  createInbox,
  PermissionViolationError,
  type ConnectionOptions,
  type NatsConnection,
} from "@nats-io/nats-core";
import { connect as dial } from "@nats-io/transport-node";
import { EventStoreError, type Logger } from "@openclaw/event-schema";
import { isAtLeast, oldestSupported, oldestUsable } from "./server/versions.ts";
import { translateError } from "./translate-error.ts";

export type ConnectionState = "connecting" | "ready" | "closed";

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  /** @defaultValue 5000 */
  readonly timeoutMs?: number | undefined;
  /** Rejects as soon as the first attempt has failed. @defaultValue false */
  readonly failFast?: boolean | undefined;
}

export type RefusedListener = (error: PermissionViolationError) => void;

/** A connected client and what the operations of this package need beside it. */
export interface Wire {
  readonly nats: NatsConnection;
  readonly manager: JetStreamManager;
  /** Version of the server it is connected to now. */
  readonly version: string;
  /** A new reply subject that this user may subscribe to. */
  readonly inbox: () => string;
  /** Calls back when the server refuses a subject to this user, until the returned function is called. */
  readonly onRefused: (listener: RefusedListener) => () => void;
}

/** A connection that is being made, or made again, for as long as it is not closed. */
export interface Link {
  readonly state: ConnectionState;
  /** Why the last attempt failed. */
  readonly lastError: EventStoreError | undefined;
  /** Settles when an attempt has failed. */
  readonly firstFailure: Promise<EventStoreError>;
  /** Calls back on each change of state, until the returned function is called. */
  readonly onState: (listener: (state: ConnectionState) => void) => () => void;
  /** The wire, as soon as it is connected. */
  readonly wire: (options?: WaitOptions) => Promise<Wire>;
  readonly close: () => Promise<void>;
}

const firstDelayMs = 100;
const maxDelayMs = 2000;

/** Starts connecting at once and returns; servers that are down are tried until they answer. */
export function openLink(
  options: ConnectionOptions | Promise<ConnectionOptions>,
  logger: Logger,
): Link {
  const closing = new AbortController();
  const aborted = new Promise<undefined>((resolve) => {
    closing.signal.addEventListener("abort", () => resolve(undefined));
  });
  const listeners = new Set<(state: ConnectionState) => void>();
  const refusedListeners = new Set<RefusedListener>();
  let state: ConnectionState = "connecting";
  let wire: Wire | undefined;
  let lastError: EventStoreError | undefined;
  let tellFailure: ((error: EventStoreError) => void) | undefined;
  const firstFailure = new Promise<EventStoreError>((resolve) => {
    tellFailure = resolve;
  });
  let servers = "NATS";

  const enter = (next: ConnectionState): void => {
    if (state === next) return;
    state = next;
    if (next === "ready") lastError = undefined;
    logger.info(`NATS connection ${next}`);
    for (const listener of listeners) listener(next);
  };

  const fail = (error: unknown): void => {
    lastError = translateError(`connecting to ${servers}`, error, "UNAVAILABLE");
    logger.debug(lastError.message);
    tellFailure?.(lastError);
  };

  const watch = async (connected: NatsConnection): Promise<void> => {
    for await (const status of connected.status()) {
      if (status.type === "disconnect") enter("connecting");
      if (status.type === "reconnect") enter("ready");
      if (status.type !== "error") continue;
      if (status.error instanceof PermissionViolationError)
        for (const listener of refusedListeners) listener(status.error);
      else fail(status.error);
    }
  };

  const stayConnected = async (): Promise<void> => {
    for (let delayMs = firstDelayMs; !closing.signal.aborted; delayMs *= 2) {
      try {
        const known = await Promise.race([options, aborted]);
        if (known === undefined) break;
        servers = String(known.servers);
        const dialing = dialUsable(known);
        const nats = await Promise.race([dialing, aborted]);
        if (nats === undefined) {
          dialing.then(async (late) => late.close()).catch(() => undefined);
          break;
        }
        const manager = await jetstreamManager(nats, { checkAPI: false });
        wire = {
          nats,
          manager,
          get version() {
            return nats.info?.version ?? "";
          },
          inbox: () => createInbox(known.inboxPrefix),
          onRefused(listener) {
            refusedListeners.add(listener);
            return () => refusedListeners.delete(listener);
          },
        };
        if (closing.signal.aborted) break;
        delayMs = firstDelayMs;
        const gone = watch(nats);
        enter("ready");
        await gone;
        if (!closing.signal.aborted) enter("connecting");
      } catch (error) {
        fail(error);
      }
      const jittered = Math.min(delayMs, maxDelayMs) * (0.5 + Math.random());
      await sleep(jittered, undefined, { signal: closing.signal }).catch(() => undefined);
    }
    await wire?.nats.close();
  };
  const ended = stayConnected();

  const link: Link = {
    get state() {
      return state;
    },
    get lastError() {
      return lastError;
    },
    firstFailure,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async wire(wait) {
      await untilReady(link, wait);
      if (wire === undefined) throw closed();
      return wire;
    },
    async close() {
      if (!closing.signal.aborted) {
        closing.abort();
        enter("closed");
        await wire?.nats.close();
      }
      await ended;
    },
  };
  return link;
}

async function dialUsable(options: ConnectionOptions): Promise<NatsConnection> {
  const nats = await dial(options);
  const version = nats.info?.version ?? "";
  if (isAtLeast(version, oldestUsable)) return nats;
  await nats.close();
  throw new EventStoreError(
    "UNSUPPORTED_SERVER",
    `nats-server ${version} at ${String(options.servers)} is too old: update it to ${oldestSupported} or newer`,
  );
}

function untilReady(
  link: Link,
  { signal, timeoutMs = 5000, failFast = false }: WaitOptions = {},
): Promise<void> {
  if (link.state === "ready") return Promise.resolve();
  if (link.state === "closed") return Promise.reject(closed());
  return new Promise((resolve, reject) => {
    const settle = (error?: EventStoreError): void => {
      clearTimeout(timer);
      stop();
      signal?.removeEventListener("abort", aborted);
      if (error === undefined) resolve();
      else reject(error);
    };
    const aborted = (): void =>
      settle(new EventStoreError("ABORTED", "waiting for NATS was aborted"));
    const timer = setTimeout(() => settle(unavailable(link, timeoutMs)), timeoutMs);
    const stop = link.onState((state) => {
      if (state === "ready") settle();
      if (state === "closed") settle(closed());
    });
    if (failFast) void link.firstFailure.then(settle);
    if (signal?.aborted) aborted();
    else signal?.addEventListener("abort", aborted);
  });
}

/** What waiting does not mend. */
const lasting = new Set<string>(["PERMISSION_DENIED", "UNSUPPORTED_SERVER"]);

function unavailable({ lastError }: Link, timeoutMs: number): EventStoreError {
  const reason = lastError === undefined ? "" : `: ${lastError.message}`;
  const isLasting = lastError !== undefined && lasting.has(lastError.code);
  return new EventStoreError(
    isLasting ? lastError.code : "UNAVAILABLE",
    `NATS was not connected within ${timeoutMs} ms${reason}`,
    { cause: lastError },
  );
}

function closed(): EventStoreError {
  return new EventStoreError("CLOSED", "the NATS connection is closed");
}
