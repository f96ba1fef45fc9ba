import { setTimeout as sleep } from "node:timers/promises";
import { silentLogger, type Logger } from "@openclaw/event-schema";
import type { DocumentStore } from "@openclaw/jetstream";
import type { Abortable, EventFilter, PagedEventReader, StoredEvent } from "../event-reader.ts";
import { openKeeper } from "./follower-keeper.ts";
import type { ParkedEvent } from "./follower-state.ts";

/** What a handler throws may quote whole events. */
const maxReason = 300;

export interface FollowerOptions extends Abortable {
  /** Letters, digits, `-` and `_`; who comes with the same name goes on where the last one was. */
  readonly name: string;
  readonly filter?: EventFilter | undefined;
  /** Called with one event at a time; what it throws has the event handled again, later parked. */
  readonly handle: (stored: StoredEvent) => Promise<void> | void;
  /** Most attempts at one event. @defaultValue 5 */
  readonly attempts?: number | undefined;
  /** Wait before the second attempt, doubled with each further one, in milliseconds. @defaultValue 200 */
  readonly retryDelayMs?: number | undefined;
  readonly logger?: Logger | undefined;
}

/**
 * Handles every event of a filter, in order, until `signal` aborts. How far it has come lives in the
 * server, so that it goes on there after a restart; an event is handled again where the process ended
 * before that was kept. An event whose handler keeps failing is parked and the others go on.
 *
 * @throws EventStoreError `IN_USE` where another process takes over the name, `STORAGE_FULL` where 500
 * events are parked, and what `follow` throws
 */
export async function runFollower(
  reader: PagedEventReader,
  documents: DocumentStore,
  { name, filter, signal, logger = silentLogger, ...handling }: FollowerOptions,
): Promise<void> {
  const stop = new AbortController();
  const until = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const keeper = await openKeeper(documents, {
    name,
    logger,
    signal: until,
    onFailure: (error) => stop.abort(error),
  });
  const handle = async (stored: StoredEvent): Promise<ParkedEvent | undefined | "aborted"> => {
    const outcome = await handleWithRetries(stored, { ...handling, signal: until });
    if (outcome !== undefined && outcome !== "aborted")
      logger.error(`follower ${name} has parked an event it cannot handle`, outcome);
    return outcome;
  };
  const handleRequeued = async (): Promise<void> => {
    for (let place = keeper.nextRequeued(); place !== undefined; place = keeper.nextRequeued()) {
      const stored = await reader.at(place);
      const outcome = stored === undefined ? undefined : await handle(stored);
      if (outcome === "aborted") return;
      keeper.finish(place, outcome);
    }
  };
  try {
    await handleRequeued();
    for await (const stored of reader.follow(filter, { after: keeper.checkpoint, signal: until })) {
      const outcome = await handle(stored);
      if (outcome === "aborted") break;
      keeper.reach(stored, outcome);
      await handleRequeued();
    }
  } finally {
    await keeper.flush();
  }
  stop.signal.throwIfAborted();
}

async function handleWithRetries(
  stored: StoredEvent,
  {
    handle,
    attempts = 5,
    retryDelayMs = 200,
    signal,
  }: Pick<FollowerOptions, "handle" | "attempts" | "retryDelayMs" | "signal">,
): Promise<ParkedEvent | undefined | "aborted"> {
  const { event, stream, sequence } = stored;
  for (let attempt = 1; ; attempt += 1) {
    if (signal?.aborted) return "aborted";
    try {
      await handle(stored);
      return undefined;
    } catch (reason) {
      const text = reason instanceof Error ? reason.message : String(reason);
      const error = text.slice(0, maxReason).toWellFormed();
      if (attempt >= attempts)
        return { stream, sequence, id: event.id, error, attempts: attempt, parkedAt: Date.now() };
      const delayMs = retryDelayMs * 2 ** (attempt - 1);
      await sleep(delayMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
