import {
  EventStoreError,
  parseEvent,
  silentLogger,
  type Logger,
  type OpenClawEvent,
} from "@openclaw/event-schema";
import type { Connection } from "@openclaw/jetstream";
import { createEventSubjects } from "./event-subjects.ts";
import { gapEvent, gapsOf, type Gap } from "./gap-event.ts";
import { openDiskOutbox } from "./outbox/disk-outbox.ts";
import { createMemoryOutbox } from "./outbox/memory-outbox.ts";
import type { FullPolicy, Loss } from "./outbox/outbox.ts";
import type { NewEntry } from "./outbox/record.ts";
import { createProgress } from "./progress.ts";
import { openRefusals } from "./refusals.ts";
import { startSender } from "./sending/sender.ts";

export interface PublisherOptions {
  readonly streamName: string;
  /** Prefix of all subjects; each agent's is below it. */
  readonly subjectPrefix: string;
  /** How long the stream keeps events, 0 for ever. */
  readonly maxAgeMs: number;
  /** Size limit of the stream. */
  readonly maxBytes?: number | undefined;
  /** Copies of the stream in a cluster. @defaultValue 1 */
  readonly replicas?: number | undefined;
  /** Where accepted events wait; `memory` does so until the process ends. */
  readonly outbox: OutboxOptions | "memory";
  /**
   * How long after its ack the server has an event on its disk: the server's `sync_interval` and a
   * margin, 0 with `sync_always`.
   *
   * @defaultValue 125000
   */
  readonly durableAfterMs?: number;
  /** Longest wait for an ack before everything unacked is sent again. @defaultValue 5000 */
  readonly ackTimeoutMs?: number;
  readonly logger?: Logger;
}

export interface OutboxOptions {
  /** A directory of this publisher alone. */
  readonly dir: string;
  /** @defaultValue 1 GiB */
  readonly maxBytes?: number;
  /** @defaultValue "refuse-new" */
  readonly whenFull?: FullPolicy;
  /** Longest time an accepted event may not yet be safe from a power failure. @defaultValue 20 */
  readonly syncWithinMs?: number;
}

export interface PublisherStatus {
  /** `degraded`: connected, yet events do not flow; `lastError` tells why. */
  readonly state: "connecting" | "ready" | "degraded" | "closed";
  /** Accepted events that the stream does not have yet. */
  readonly pending: number;
  /** Unix milliseconds. */
  readonly lastAckedAt: number | undefined;
  /** Events lost to a full or damaged outbox since the start. */
  readonly lost: number;
  readonly lastError: string | undefined;
}

export interface Publisher extends AsyncDisposable {
  readonly status: PublisherStatus;
  /**
   * Takes an event for good and returns at once; `false` where the outbox is full and refuses it.
   *
   * @throws EventStoreError `INVALID_EVENT`
   */
  publish(event: OpenClawEvent): boolean;
  /** Settles when the stream has all that was accepted; `false` where the time was too short. */
  flush(options?: { readonly timeoutMs?: number }): Promise<boolean>;
  /** Flushes within the time and ends; what is left stays in the outbox for the next publisher. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/**
 * Opens the outbox and starts sending; needs no server to be up.
 *
 * @throws EventStoreError `IN_USE` where another process has the outbox open
 */
export async function openPublisher(
  connection: Connection,
  {
    streamName,
    subjectPrefix,
    maxAgeMs,
    maxBytes,
    replicas,
    outbox: outboxOptions,
    durableAfterMs = 125_000,
    ackTimeoutMs = 5000,
    logger = silentLogger,
  }: PublisherOptions,
): Promise<Publisher> {
  const progress = createProgress();
  const subjectOf = createEventSubjects(subjectPrefix);
  let lost = 0;
  let closing: Promise<void> | undefined;

  const toEntry = (event: OpenClawEvent): NewEntry => ({
    id: event.id,
    ...subjectOf(event),
    json: JSON.stringify(event),
  });

  const toGapEntries = (gaps: readonly Gap[], source: string): readonly NewEntry[] =>
    gaps.map((gap) => toEntry(gapEvent(gap, source)));

  const describeLoss = (loss: Loss): readonly NewEntry[] => {
    const { gaps, count } = gapsOf(loss);
    lost += count;
    return toGapEntries(gaps, loss.segment);
  };

  const inMemory = outboxOptions === "memory";
  const outbox = inMemory
    ? createMemoryOutbox()
    : await openDiskOutbox({
        ...outboxOptions,
        logger,
        describeLoss,
      });
  const refusals = openRefusals(inMemory ? undefined : outboxOptions.dir);
  const sender = startSender({
    connection,
    outbox,
    stream: { name: streamName, subjects: [`${subjectPrefix}.>`], maxAgeMs, maxBytes, replicas },
    durableAfterMs: inMemory ? 0 : durableAfterMs,
    ackTimeoutMs,
    logger,
    onProgress: progress.tell,
  });

  const tellRefusals = (): void =>
    refusals.settle((gaps, source) => {
      lost += refusals.count;
      for (const entry of toGapEntries(gaps, source)) outbox.append(entry, true);
    });

  const take = (entry: NewEntry): boolean => {
    if (outbox.append(entry)) return true;
    sender.releaseAcked();
    return outbox.append(entry);
  };

  const flush = async (timeoutMs: number): Promise<boolean> => {
    await outbox.sync();
    const { offset } = outbox.end;
    return progress.until(() => sender.acked.offset >= offset, timeoutMs);
  };

  const close = async (timeoutMs: number): Promise<void> => {
    tellRefusals();
    await flush(timeoutMs);
    await sender[Symbol.asyncDispose]();
    await outbox[Symbol.asyncDispose]();
  };

  tellRefusals();

  return {
    get status() {
      return {
        state: stateOf({ closed: closing !== undefined, flowing: sender.flowing }, connection),
        pending: outbox.countFrom(sender.acked),
        lastAckedAt: sender.lastAckedAt,
        lost: lost + refusals.count,
        lastError: sender.lastError?.message ?? connection.lastError?.message,
      };
    },
    publish(event) {
      if (closing !== undefined)
        throw new EventStoreError("CLOSED", "the publisher is closed; open another one");
      const valid = parseEvent(event);
      if (!take(toEntry(valid))) {
        refusals.add(valid);
        return false;
      }
      if (refusals.count > 0) tellRefusals();
      sender.wake();
      return true;
    },
    flush: async ({ timeoutMs = 30_000 } = {}) => flush(timeoutMs),
    async close({ timeoutMs = 4000 } = {}) {
      closing ??= close(timeoutMs);
      await closing;
    },
    async [Symbol.asyncDispose]() {
      closing ??= close(4000);
      await closing;
    },
  };
}

function stateOf(
  { closed, flowing }: { readonly closed: boolean; readonly flowing: boolean },
  connection: Connection,
): PublisherStatus["state"] {
  if (closed) return "closed";
  if (connection.state !== "ready") return "connecting";
  return flowing ? "ready" : "degraded";
}
