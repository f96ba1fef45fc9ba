import { setTimeout as sleep } from "node:timers/promises";
import { EventStoreError, isEventStoreError, type Logger } from "@openclaw/event-schema";
import type { Connection, StreamSpec } from "@openclaw/jetstream";
import type { Outbox } from "../outbox/outbox.ts";
import type { Cursor } from "../outbox/record.ts";
import { createReleaser } from "./releaser.ts";
import { sendOverConnection } from "./session.ts";
import { createWake } from "./wake.ts";

export interface SenderOptions {
  readonly connection: Connection;
  readonly outbox: Outbox;
  readonly stream: StreamSpec;
  /** How long after its ack an entry is known to be on the server's disk. */
  readonly durableAfterMs: number;
  readonly ackTimeoutMs: number;
  readonly logger: Logger;
  /** Entries were acked, or the state has changed. */
  readonly onProgress: () => void;
}

/** Brings what the outbox keeps into the stream, in order, as often as it takes. */
export interface Sender extends AsyncDisposable {
  /** Everything before this place is in the stream. */
  readonly acked: Cursor;
  /** Whether events flow, or would if there were any. */
  readonly flowing: boolean;
  /** Unix milliseconds. */
  readonly lastAckedAt: number | undefined;
  readonly lastError: EventStoreError | undefined;
  /** Tells that the outbox has new entries. */
  wake(): void;
  /** Makes room in the outbox by letting go of what is acked and perhaps not yet durable. */
  releaseAcked(): void;
}

const firstRetryMs = 100;
const maxRetryMs = 5000;
const releaseEveryMs = 250;

export function startSender({
  connection,
  outbox,
  stream,
  durableAfterMs,
  ackTimeoutMs,
  logger,
  onProgress,
}: SenderOptions): Sender {
  const closing = new AbortController();
  const wake = createWake();
  const releaser = createReleaser(outbox, durableAfterMs);
  const releaseTimer = setInterval(() => releaser.release(), releaseEveryMs);
  let acked = outbox.released;
  let flowing = false;
  let lastAckedAt: number | undefined;
  let lastError: EventStoreError | undefined;
  let retryMs = firstRetryMs;

  const session = async (): Promise<void> => {
    try {
      await connection.ready({ timeoutMs: maxRetryMs, signal: closing.signal });
      await sendOverConnection({
        connection,
        outbox,
        stream,
        ackTimeoutMs,
        wake,
        signal: closing.signal,
        onStarted() {
          flowing = true;
          onProgress();
        },
        onAcked(before, floor) {
          acked = before;
          lastAckedAt = Date.now();
          lastError = undefined;
          retryMs = firstRetryMs;
          releaser.acked(before, floor);
          onProgress();
        },
      });
    } catch (error) {
      flowing = false;
      releaser.forget();
      acked = outbox.released;
      if (closing.signal.aborted) return;
      const previous = lastError?.code;
      lastError = isEventStoreError(error)
        ? error
        : new EventStoreError("INTERNAL", "sending failed", { cause: error });
      const report = lastError.code === previous ? "debug" : "warn";
      logger[report](`events wait in the outbox: ${lastError.message}`);
      onProgress();
    }
  };

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await session();
      const jittered = retryMs * (0.5 + Math.random());
      await sleep(jittered, undefined, { signal: closing.signal }).catch(() => undefined);
      retryMs = Math.min(retryMs * 2, maxRetryMs);
    }
  };
  const ended = run();

  return {
    get acked() {
      return acked;
    },
    get flowing() {
      return flowing;
    },
    get lastAckedAt() {
      return lastAckedAt;
    },
    get lastError() {
      return lastError;
    },
    wake: () => wake.call(),
    releaseAcked: () => releaser.releaseAll(),
    async [Symbol.asyncDispose]() {
      clearInterval(releaseTimer);
      closing.abort();
      await ended;
      releaser.release();
    },
  };
}
