import { setTimeout as sleep } from "node:timers/promises";
import {
  EventStoreError,
  isEventStoreError,
  type EventStoreErrorCode,
  type Logger,
} from "@openclaw/event-schema";
import type { Connection, StreamSpec } from "@openclaw/jetstream";
import type { Forgetting } from "../forgetting.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Cursor } from "../outbox/record.ts";
import { createReleaser } from "./releaser.ts";
import { sendOverConnection } from "./session.ts";
import { createStreamReport } from "./stream-report.ts";
import { createWake } from "./wake.ts";

export interface SenderOptions {
  readonly connection: Connection;
  readonly outbox: Outbox;
  readonly stream: StreamSpec;
  /** Subjects of the tombstones of the stream. */
  readonly tombstones: readonly string[];
  readonly forgetting: Forgetting;
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
  /** How many entries the stream has, of all the outbox ever held. */
  readonly ackedCount: number;
  /** How often sending began anew after a failure. */
  readonly retries: number;
  /** Whether events flow, or would if there were any; `degraded` where a connection is not enough for it. */
  readonly state: "connecting" | "ready" | "degraded";
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
  tombstones,
  forgetting,
  durableAfterMs,
  ackTimeoutMs,
  logger,
  onProgress,
}: SenderOptions): Sender {
  const closing = new AbortController();
  const wake = createWake();
  const releaser = createReleaser(outbox, durableAfterMs);
  const releaseTimer = setInterval(() => releaser.release(), releaseEveryMs);
  const report = createStreamReport(stream, logger);
  let acked = outbox.released;
  let ackedCount = acked.index;
  let retries = 0;
  let state: Sender["state"] = "connecting";
  let reported: EventStoreErrorCode | undefined;
  let lastAckedAt: number | undefined;
  let lastError: EventStoreError | undefined;
  let retryMs = firstRetryMs;

  const isOver = (): boolean => closing.signal.aborted || connection.state === "closed";

  const session = async (): Promise<void> => {
    try {
      await connection.ready({ timeoutMs: maxRetryMs, signal: closing.signal });
      await sendOverConnection({
        connection,
        outbox,
        stream,
        tombstones,
        forgetting,
        logger,
        ackTimeoutMs,
        wake,
        signal: closing.signal,
        onStarted(streamState, serverVersion) {
          report(streamState, serverVersion);
          state = "ready";
          lastError = undefined;
          onProgress();
        },
        onAcked(before, floor) {
          acked = before;
          ackedCount = Math.max(ackedCount, before.index);
          lastAckedAt = Date.now();
          reported = undefined;
          retryMs = firstRetryMs;
          releaser.acked(before, floor);
          if (outbox.isStuck) releaser.releaseAll();
          onProgress();
        },
      });
    } catch (error) {
      state = connection.state === "ready" ? "degraded" : "connecting";
      releaser.forget();
      acked = outbox.released;
      if (isOver()) return;
      retries += 1;
      lastError = isEventStoreError(error)
        ? error
        : new EventStoreError("INTERNAL", "sending failed", { cause: error });
      const level = lastError.code === reported ? "debug" : "warn";
      reported = lastError.code;
      logger[level](`events wait in the outbox: ${lastError.message}`);
      onProgress();
    }
  };

  const run = async (): Promise<void> => {
    while (!isOver()) {
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
    get ackedCount() {
      return ackedCount;
    },
    get retries() {
      return retries;
    },
    get state() {
      return state;
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
