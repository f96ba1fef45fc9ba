import { setTimeout as sleep } from "node:timers/promises";
import { EventStoreError } from "@openclaw/event-schema";
import type { Abortable, StoredEvent } from "../event-reader.ts";
import { longestWaitMs } from "../longest-wait.ts";

export interface ReplayOptions extends Abortable {
  /** 1 is the original pace, 10 ten times as fast. @defaultValue Infinity, at once */
  readonly speed?: number;
  /** The last sequence to replay. */
  readonly untilSequence?: number | undefined;
  /** The last time to replay, in Unix milliseconds. */
  readonly untilTime?: number | undefined;
  /** How to wait, in milliseconds. @defaultValue by the clock */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

/**
 * Events again, in their order and with the pauses that lay between them, up to a sequence or time.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` for a speed that is not positive, `ABORTED`
 */
export async function* replayEvents(
  events: AsyncIterable<StoredEvent>,
  options: ReplayOptions = {},
): AsyncGenerator<StoredEvent> {
  const { speed = Number.POSITIVE_INFINITY, signal, wait = byClock } = options;
  checkSpeed(speed);
  let previous: number | undefined;
  for await (const stored of events) {
    const { timestamp } = stored.event;
    if (isBeyond(stored, options)) return;
    const pauseMs = (timestamp - (previous ?? timestamp)) / speed;
    if (pauseMs > 0) await wait(pauseMs, signal);
    if (signal?.aborted) throw new EventStoreError("ABORTED", "the replay was aborted");
    previous = timestamp;
    yield stored;
  }
}

async function byClock(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(Math.min(ms, longestWaitMs), undefined, { signal }).catch(() => undefined);
}

function isBeyond(
  { event, sequence }: StoredEvent,
  { untilSequence = sequence, untilTime = event.timestamp }: ReplayOptions,
): boolean {
  return sequence > untilSequence || event.timestamp > untilTime;
}

function checkSpeed(speed: number): void {
  if (speed > 0) return;
  throw new EventStoreError(
    "INVALID_ARGUMENT",
    `cannot replay at speed ${speed}: give one above 0`,
  );
}
