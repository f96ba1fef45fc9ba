import type { EventFilter, EventReader } from "@openclaw/event-query";
import { EventStoreError, silentLogger } from "@openclaw/event-schema";
import type { Logger } from "@openclaw/event-schema";
import { buildContext } from "./build-context.ts";
import type { ContextBlock, ContextRequest } from "./build-context.ts";
import type { SnapshotStore } from "./file-snapshots.ts";
import type { Forgotten } from "./forgotten.ts";
import { messageTypes } from "./message.ts";
import { createProjection, forgottenType, projectedTypes } from "./projection.ts";
import { parseSnapshot, snapshotLines } from "./snapshot.ts";

export interface ContextInjectorOptions {
  /**
   * Keeps memory over restarts, so that a start reads only what is new.
   *
   * @defaultValue none: each start reads all that is stored
   */
  readonly snapshots?: SnapshotStore | undefined;
  /**
   * Characters of past text held, of all agents together; above it the oldest messages go.
   *
   * @defaultValue 32,000,000, about 200 MB of memory
   */
  readonly maxCharacters?: number | undefined;
  /** Called when events are gone from memory that were deleted from the store. */
  readonly onForgotten?: (() => void) | undefined;
  readonly logger?: Logger | undefined;
}

/** {@link ContextRequest} of one agent. */
export interface AgentContextRequest extends ContextRequest {
  readonly agent: string;
  /** Aborts waiting for memory to be complete. */
  readonly signal?: AbortSignal | undefined;
}

/** Gives each session the memory of the earlier ones, and keeps that memory current. */
export interface ContextInjector extends AsyncDisposable {
  /**
   * Reads what is stored and then follows; resolves when all stored events are in memory. After a
   * failure it may be called again.
   *
   * @throws what the reader throws
   * @throws {@link EventStoreError} `CLOSED` when closed first
   */
  start(): Promise<void>;
  /**
   * The block of a session: built by the first call, after {@link ContextInjector.start} has
   * resolved, and the same from then on until {@link ContextInjector.renew}, so that the prompt
   * cache of the model holds.
   *
   * @throws {@link EventStoreError} `ABORTED` when `signal` aborts first
   */
  contextFor(request: AgentContextRequest): Promise<ContextBlock>;
  /** Lets the next call build the session's block anew: it begins again, or has been compacted. */
  renew(agent: string, session: string): void;
  /**
   * Removes events from memory and blocks made of them at once; resolves when the snapshot has
   * lost them, too.
   */
  forget(which: Forgotten): Promise<void>;
  /** Stops following and writes the snapshot. */
  close(): Promise<void>;
}

const filter: EventFilter = { type: projectedTypes };
/** Blocks of sessions that are kept; beyond, those not asked for longest are built anew. */
const mostFrozen = 1000;
/** A snapshot is written after so many events. */
const eventsPerSnapshot = 20_000;

/** Creates the memory of all agents `reader` can read; nothing is read before `start`. */
export function createContextInjector(
  reader: EventReader,
  {
    snapshots,
    maxCharacters = 32_000_000,
    onForgotten = () => undefined,
    logger = silentLogger,
  }: ContextInjectorOptions = {},
): ContextInjector {
  const frozen = new Map<string, ContextBlock>();
  const stopped = new AbortController();
  const { signal } = stopped;
  const projection = createProjection(maxCharacters);
  let starting: Promise<void> | undefined;
  let following: Promise<void> = Promise.resolve();
  let saving: Promise<void> = Promise.resolve();
  let checking: Promise<void> = Promise.resolve();
  let isCheckDue = false;

  const save = (): Promise<void> => {
    if (!snapshots) return Promise.resolve();
    saving = saving
      .then(() => snapshots.write(snapshotLines(projection.snapshot())))
      .catch((error: unknown) => logger.warn("writing the memory snapshot failed", { error }));
    return saving;
  };

  const follow = async (onCaughtUp: () => void): Promise<void> => {
    let unsaved = 0;
    const after = { ...projection.checkpoint };
    for await (const stored of reader.follow(filter, { after, signal, onCaughtUp })) {
      projection.take(stored);
      if (stored.event.type === forgottenType) void checkDeleted().then(save);
      if (++unsaved % eventsPerSnapshot === 0) void save();
    }
  };

  const restore = async (): Promise<boolean> => {
    const text = await snapshots?.read();
    const snapshot = text === undefined ? undefined : parseSnapshot(text);
    if (text !== undefined && !snapshot)
      logger.warn("the memory snapshot is not readable; memory is built anew from the events");
    if (snapshot) await projection.restore(snapshot);
    return snapshot !== undefined;
  };

  /** Events may have been deleted from the store since the snapshot was written. */
  const dropDeleted = async (): Promise<void> => {
    const { agents } = projection.snapshot();
    const left = new Set(Object.values(agents).flatMap((messages) => messages.map(({ id }) => id)));
    for await (const { id } of reader.heads({ type: messageTypes }, { signal })) left.delete(id);
    if (left.size === 0) return;
    await forget({ eventIds: [...left] });
    onForgotten();
  };

  /** A check that waits for another one serves all who ask meanwhile. */
  const checkDeleted = (): Promise<void> => {
    if (isCheckDue) return checking;
    isCheckDue = true;
    checking = checking
      .then(() => {
        isCheckDue = false;
        return dropDeleted();
      })
      .catch((error: unknown) => report("looking for events that were deleted failed", error));
    return checking;
  };

  const catchUp = async (): Promise<void> => {
    const restored = await restore();
    const { promise: caughtUp, resolve, reject } = deferred();
    following = follow(resolve).catch((error: unknown) => {
      reject(signal.aborted ? closed() : error);
      report("following events for memory failed", error);
    });
    void following.then(() => reject(closed()));
    await caughtUp;
    if (restored) void checkDeleted();
  };

  const report = (message: string, error: unknown): void => {
    if (!signal.aborted) logger.error(message, { error });
  };

  const start = (): Promise<void> => {
    starting ??= catchUp();
    starting.catch(() => (starting = undefined));
    return starting;
  };

  const forget = async (which: Forgotten): Promise<void> => {
    const gone = projection.forget(which);
    for (const [key, { items }] of frozen)
      if (items.some(({ eventId }) => gone.has(eventId))) frozen.delete(key);
    await save();
  };

  const close = async (): Promise<void> => {
    stopped.abort();
    await Promise.all([following, checking]);
    if (starting) await save();
  };

  return {
    start,
    async contextFor(request) {
      await settled(starting ?? Promise.resolve(), request.signal);
      const key = keyOf(request.agent, request.session);
      const block =
        frozen.get(key) ??
        buildContext(projection.memory(request.agent), {
          startedAt: projection.begun(request.session),
          ...request,
        });
      frozen.delete(key);
      frozen.set(key, block);
      if (frozen.size > mostFrozen) frozen.delete(frozen.keys().next().value ?? key);
      return block;
    },
    renew(agent, session) {
      frozen.delete(keyOf(agent, session));
      projection.renew(session);
    },
    forget,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function keyOf(agent: string, session: string): string {
  return JSON.stringify([agent, session]);
}

function closed(): EventStoreError {
  return new EventStoreError("CLOSED", "the context injector was closed while starting");
}

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

function deferred(): Deferred {
  let [resolve, reject]: [Deferred["resolve"], Deferred["reject"]] = [() => {}, () => {}];
  const promise = new Promise<void>((done, failed) => ([resolve, reject] = [done, failed]));
  return { promise, resolve, reject };
}

function settled(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      const message = "building context was aborted before memory was complete; call again later";
      reject(new EventStoreError("ABORTED", message));
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
