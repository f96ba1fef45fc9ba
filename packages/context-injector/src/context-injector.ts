import type { Checkpoint, EventFilter, EventReader } from "@openclaw/event-query";
import { EventStoreError, silentLogger } from "@openclaw/event-schema";
import type { Logger } from "@openclaw/event-schema";
import { buildContext } from "./build-context.ts";
import type { ContextBlock, ContextRequest } from "./build-context.ts";
import type { SnapshotStore } from "./file-snapshots.ts";
import type { Forgotten } from "./forgotten.ts";
import { messageTypes } from "./message.ts";
import { createProjection, forgottenType, keyOf, projectedTypes } from "./projection.ts";
import { deferred, settled } from "./settled.ts";
import { decodeSnapshot, encodeSnapshot } from "./snapshot.ts";
import type { Place } from "./snapshot.ts";

export interface ContextInjectorOptions {
  /**
   * Keeps memory over restarts, so that a start reads only what is new.
   *
   * @defaultValue none: each start reads all that is stored
   */
  readonly snapshots?: SnapshotStore | undefined;
  /**
   * Characters of past text held, of all agents together, each message counting 100 more; above it
   * the oldest messages go.
   *
   * @defaultValue 32,000,000, up to about 200 MB of memory
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
const eventsPerSnapshot = 50_000;

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
  let projection = createProjection(maxCharacters);
  let starting: Promise<void> | undefined;
  let following: Promise<void> = Promise.resolve();
  let saving: Promise<void> = Promise.resolve();
  let checking: Promise<void> = Promise.resolve();
  let isCheckDue = false;

  const save = (): Promise<void> => {
    if (!snapshots) return Promise.resolve();
    saving = saving
      .then(() => snapshots.write(encodeSnapshot(projection)))
      .catch((error: unknown) => logger.warn("writing the memory snapshot failed", { error }));
    return saving;
  };

  /** Follows from where the projection ends, unless a stream is not the one it was made of. */
  const follow = async (
    outdated: AbortController,
    onCaughtUp: (isSame: boolean) => void,
  ): Promise<void> => {
    const ends = new Map(projection.checkpoint);
    const stop = (): void => {
      outdated.abort();
      onCaughtUp(false);
    };
    const events = reader.follow(filter, {
      after: before(ends),
      signal: AbortSignal.any([signal, outdated.signal]),
      onCaughtUp: () => (ends.size === 0 ? onCaughtUp(true) : stop()),
    });
    let unsaved = 0;
    for await (const stored of events) {
      if (outdated.signal.aborted) return;
      const end = ends.get(stored.stream);
      ends.delete(stored.stream);
      if (end && !isAt(stored, end)) stop();
      if (end) continue;
      projection.take(stored);
      if (stored.event.type === forgottenType) void checkDeleted().then(save);
      if (++unsaved % eventsPerSnapshot === 0) void save();
    }
  };

  const readSnapshot = async (): Promise<Uint8Array | undefined> => {
    try {
      return await snapshots?.read();
    } catch (error) {
      logger.warn("the memory snapshot could not be read; memory is built anew from the events", {
        error,
      });
      return undefined;
    }
  };

  const restore = async (): Promise<boolean> => {
    const bytes = await readSnapshot();
    const snapshot = bytes && (await decodeSnapshot(bytes));
    if (bytes && !snapshot)
      logger.warn("the memory snapshot is not readable; memory is built anew from the events");
    projection = createProjection(maxCharacters, snapshot);
    return snapshot !== undefined;
  };

  /** Events may have been deleted from the store since the snapshot was written. */
  const dropDeleted = async (): Promise<void> => {
    const left = new Set<string>();
    let since = Infinity;
    for (const { messages } of projection.memories.values())
      for (const { id, timestamp } of messages) {
        left.add(id);
        since = Math.min(since, timestamp);
      }
    if (left.size === 0) return;
    const heads = reader.heads({ type: messageTypes, since }, { signal });
    for await (const { id } of heads) left.delete(id);
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

  /** Whether the streams are those the projection was made of; if so, it is followed from now on. */
  const goOn = (): Promise<boolean> => {
    const { promise: caughtUp, resolve, reject } = deferred<boolean>();
    const outdated = new AbortController();
    following = follow(outdated, resolve).catch((error: unknown) => {
      if (outdated.signal.aborted) return;
      reject(signal.aborted ? closed() : error);
      report("following events for memory failed", error);
    });
    void following.then(() => reject(closed()));
    return caughtUp;
  };

  const catchUp = async (): Promise<void> => {
    const restored = await restore();
    if (await goOn()) {
      if (restored) void checkDeleted();
      return;
    }
    logger.warn("a stream is not the one memory was made of; memory is built anew from the events");
    projection = createProjection(maxCharacters);
    await goOn();
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
          startedAt: projection.begunAt(request.agent, request.session),
          ...request,
        });
      frozen.delete(key);
      frozen.set(key, block);
      if (frozen.size > mostFrozen) frozen.delete(frozen.keys().next().value ?? key);
      return block;
    },
    renew(agent, session) {
      frozen.delete(keyOf(agent, session));
      projection.renew(agent, session);
    },
    forget,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Reading goes on with the last event read, to see whether it is still there. */
function before(ends: ReadonlyMap<string, Place>): Checkpoint {
  return Object.fromEntries(Array.from(ends, ([stream, { sequence }]) => [stream, sequence - 1]));
}

function isAt({ sequence, storedAt }: Place, place: Place): boolean {
  return sequence === place.sequence && storedAt === place.storedAt;
}

function closed(): EventStoreError {
  return new EventStoreError("CLOSED", "the context injector was closed while starting");
}
