import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { EventStoreError, isEventStoreError, type Logger } from "@openclaw/event-schema";
import type { DocumentStore } from "@openclaw/jetstream";
import type { Checkpoint } from "../event-reader.ts";
import {
  changeFollower,
  type FollowerState,
  type ParkedEvent,
  type ParkedPlace,
} from "./follower-state.ts";

/** Keeps in the server how far a follower has come, one write at a time. */
export interface FollowerKeeper {
  readonly checkpoint: Checkpoint;
  /** An event is done: handled, or parked. */
  reach(place: ParkedPlace, parked?: ParkedEvent): void;
  /** A requeued event is done. */
  finish(place: ParkedPlace, parked?: ParkedEvent): void;
  /** The next event to handle once more. */
  nextRequeued(): ParkedPlace | undefined;
  /** Resolves when everything is kept; what is not is handled again by the next start. */
  flush(): Promise<void>;
}

export interface KeeperOptions {
  readonly name: string;
  readonly logger: Logger;
  /** Ends trying again. */
  readonly signal: AbortSignal;
  /** Called with the reason why this follower must stop. */
  readonly onFailure: (error: unknown) => void;
}

const retryDelayMs = 500;
/** What is kept of a follower has to fit in one message. */
const maxParked = 500;

/**
 * Takes the name over: a follower that had it before stops with its next write.
 *
 * @throws EventStoreError `INVALID_ARGUMENT`, `UNAVAILABLE`, `TIMEOUT`, `CORRUPT`, or `STORAGE_FULL` where
 * too many events are parked
 */
export async function openKeeper(
  documents: DocumentStore,
  { name, logger, signal, onFailure }: KeeperOptions,
): Promise<FollowerKeeper> {
  const owner = randomUUID();
  const change: typeof changeFollower = async (...args) => {
    for (;;)
      try {
        return await changeFollower(...args);
      } catch (error) {
        if (signal.aborted || !isPassing(error)) throw error;
        logger.warn(`follower ${name} could not reach its checkpoint and tries again`, { error });
        await sleep(retryDelayMs, undefined, { signal }).catch(() => undefined);
      }
  };
  const checkRoom = ({ parked: { length } }: FollowerState): void => {
    if (length >= maxParked) throw tooManyParked(name, length);
  };
  const kept = await change(documents, name, (state) => ({ ...state, owner }));
  checkRoom(kept);
  const { checkpoint: start, requeued } = kept;
  const checkpoint: Record<string, number> = { ...start };
  let waiting: readonly ParkedPlace[] = requeued;
  let parked: readonly ParkedEvent[] = [];
  let finished: readonly ParkedPlace[] = [];
  let isDirty = false;
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    const [reached, newlyParked, newlyFinished] = [{ ...checkpoint }, parked, finished];
    isDirty = false;
    const state = await change(documents, name, (now): FollowerState => {
      // Without an owner it was removed meanwhile, and nobody else follows.
      if (now.owner !== owner && now.owner !== "") throw takenOver(name);
      return {
        owner,
        checkpoint: { ...now.checkpoint, ...reached },
        parked: [...now.parked, ...newlyParked],
        requeued: [...without(now.requeued, newlyFinished)],
      };
    });
    parked = parked.slice(newlyParked.length);
    finished = finished.slice(newlyFinished.length);
    waiting = without(state.requeued, finished);
    checkRoom(state);
  };

  const writeAll = async (): Promise<void> => {
    try {
      for (let more = true; more; more = isDirty) await write();
    } catch (error) {
      onFailure(error);
    }
  };

  const save = (): void => {
    isDirty = true;
    writing ??= writeAll().finally(() => {
      writing = undefined;
    });
  };

  return {
    checkpoint,
    reach({ stream, sequence }, failed) {
      checkpoint[stream] = sequence;
      if (failed !== undefined) parked = [...parked, failed];
      save();
    },
    finish(place, failed) {
      finished = [...finished, place];
      waiting = without(waiting, [place]);
      if (failed !== undefined) parked = [...parked, failed];
      save();
    },
    nextRequeued: () => waiting[0],
    async flush() {
      await writing;
    },
  };
}

function without(
  places: readonly ParkedPlace[],
  gone: readonly ParkedPlace[],
): readonly ParkedPlace[] {
  return places.filter(
    ({ stream, sequence }) =>
      !gone.some((other) => other.stream === stream && other.sequence === sequence),
  );
}

function tooManyParked(name: string, count: number): EventStoreError {
  return new EventStoreError(
    "STORAGE_FULL",
    `follower ${name} has parked ${count} events and can keep no more: mend what handles them, then requeue them`,
  );
}

function takenOver(name: string): EventStoreError {
  return new EventStoreError(
    "IN_USE",
    `another process follows as ${name} now; stop that one, or take another name`,
  );
}

function isPassing(error: unknown): boolean {
  return isEventStoreError(error, "TIMEOUT") || isEventStoreError(error, "UNAVAILABLE");
}
