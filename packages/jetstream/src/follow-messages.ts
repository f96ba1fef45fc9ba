import { setTimeout as sleep } from "node:timers/promises";
import { isEventStoreError } from "@openclaw/event-schema";
import type { Link } from "./link.ts";
import { openOrderedConsumer, orderedBatches, type MessageRange } from "./ordered-consumer.ts";
import type { StoredMessage } from "./stored-message.ts";

const firstDelayMs = 100;
const maxDelayMs = 2000;

/**
 * Reads a range of a stream and goes on with messages as they are stored, until the signal aborts:
 * over lost connections and restarted servers without gap or repeat. `caught up` comes once, when
 * everything stored at the start has been read.
 *
 * @throws EventStoreError `STREAM_NOT_FOUND`, `PERMISSION_DENIED` or `CLOSED`
 */
export async function* followMessages(
  link: Link,
  { stream, signal, ...range }: MessageRange & { readonly stream: string },
): AsyncGenerator<StoredMessage | "caught up"> {
  const follow: Follow = { stream, range, signal, caughtUp: false };
  let delayMs = firstDelayMs;
  const isOver = (): boolean => signal?.aborted ?? false;
  while (!isOver()) {
    const { range: before } = follow;
    try {
      yield* followUntilLost(link, follow);
    } catch (error) {
      if (!isPassing(error)) throw error;
      delayMs = follow.range === before ? Math.min(delayMs * 2, maxDelayMs) : firstDelayMs;
      await sleep(delayMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    }
  }
}

interface Follow {
  readonly stream: string;
  readonly signal: AbortSignal | undefined;
  /** What is still to be read. */
  range: MessageRange;
  caughtUp: boolean;
}

async function* followUntilLost(
  link: Link,
  follow: Follow,
): AsyncGenerator<StoredMessage | "caught up"> {
  const { stream, range } = follow;
  const wire = await link.wire({ signal: follow.signal, timeoutMs: 60_000 });
  using lost = lossSignal(link, follow.signal);
  const opened = await openOrderedConsumer(wire, stream, range);
  let behind = opened.pending;
  const read = { stream, range: { ...range, signal: lost.signal }, opened };
  if (behind === 0) yield* caughtUp(follow);
  for await (const batch of orderedBatches(wire, read)) {
    for (const message of batch) {
      follow.range = { subjects: range.subjects, startSequence: message.sequence + 1 };
      yield message;
    }
    behind -= batch.length;
    if (behind <= 0 || batch.length === 0) yield* caughtUp(follow);
  }
}

function* caughtUp(follow: Follow): Generator<"caught up"> {
  if (follow.caughtUp) return;
  follow.caughtUp = true;
  yield "caught up";
}

/** Aborts with `signal`, and when the connection was lost: its consumer may be gone with the server. */
function lossSignal(
  link: Link,
  signal: AbortSignal | undefined,
): Disposable & { readonly signal: AbortSignal } {
  const lost = new AbortController();
  const stop = link.onState((state) => {
    if (state !== "ready") lost.abort();
  });
  const either = signal === undefined ? lost.signal : AbortSignal.any([signal, lost.signal]);
  return { signal: either, [Symbol.dispose]: stop };
}

/** Whether waiting may mend it. */
export function isPassing(error: unknown): boolean {
  return (["ABORTED", "TIMEOUT", "UNAVAILABLE"] as const).some((code) =>
    isEventStoreError(error, code),
  );
}
