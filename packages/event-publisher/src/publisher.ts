import { join } from "node:path";
import {
  EventStoreError,
  parseEvent,
  silentLogger,
  subjectFilter,
  type Logger,
  type OpenClawEvent,
} from "@openclaw/event-schema";
import { storeSession } from "@openclaw/event-schema/forgetting";
import type { Connection, StreamSpec } from "@openclaw/jetstream";
import { createEventSubjects } from "./event-subjects.ts";
import { createForgetting } from "./forgetting.ts";
import { gapEvent, gapsOf } from "./gap-event.ts";
import { openDiskOutbox } from "./outbox/disk-outbox.ts";
import { createMemoryOutbox } from "./outbox/memory-outbox.ts";
import type { FullPolicy, Loss, LossReport } from "./outbox/outbox.ts";
import type { NewEntry } from "./outbox/record.ts";
import { createProgress } from "./progress.ts";
import { createRedactor, type RedactionOptions } from "./redaction/create-redactor.ts";
import { openRefusals } from "./refusals.ts";
import { startSender } from "./sending/sender.ts";
import { createStateChanges } from "./state-changes.ts";

/** The stream is created where it is missing; one that exists is left as it is, and differences are logged. */
export interface PublisherOptions extends Omit<StreamSpec, "name" | "subjects"> {
  readonly streamName: string;
  /** Prefix of all subjects; each agent's is below it. */
  readonly subjectPrefix: string;
  /** Where accepted events wait; `memory` does so until the process ends. */
  readonly outbox: OutboxOptions | "memory";
  /**
   * What is replaced by markers before it reaches the outbox.
   *
   * @defaultValue secrets of all known kinds; the key is kept in the outbox
   */
  readonly redaction?: RedactionOptions | undefined;
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
  /** Events that the stream has, of all that the outbox ever held. */
  readonly acked: number;
  /** How often sending began anew after a failure, since the start. */
  readonly retries: number;
  /** Unix milliseconds. */
  readonly lastAckedAt: number | undefined;
  /** Events lost to a full or damaged outbox since the start. */
  readonly lost: number;
  readonly lastError: string | undefined;
}

export interface Publisher extends AsyncDisposable {
  readonly status: PublisherStatus;
  /** Calls back on each change of `status.state`, until the returned function is called. */
  readonly onState: (listener: (state: PublisherStatus["state"]) => void) => () => void;
  /**
   * Takes an event for good and returns at once; `false` where the outbox is full and refuses it. One
   * that was forgotten on purpose is taken and not kept.
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
 * @throws EventStoreError `IN_USE` where another process has the outbox open, and as `createRedactor`
 */
export async function openPublisher(
  connection: Connection,
  {
    streamName,
    subjectPrefix,
    outbox: outboxOptions,
    redaction = {},
    durableAfterMs = 125_000,
    ackTimeoutMs = 5000,
    logger = silentLogger,
    ...limits
  }: PublisherOptions,
): Promise<Publisher> {
  const progress = createProgress();
  const subjectOf = createEventSubjects(subjectPrefix);
  let refused = 0;
  let closing: Promise<void> | undefined;

  const toEntry = (event: OpenClawEvent): NewEntry => ({
    id: event.id,
    ...subjectOf(event),
    json: JSON.stringify(event),
  });

  const describeLoss = (loss: Loss): LossReport => {
    const { gaps, count } = gapsOf(loss);
    return { entries: gaps.map((gap) => toEntry(gapEvent(gap, loss.segment))), count };
  };

  const inMemory = outboxOptions === "memory";
  const keyFile = inMemory ? undefined : join(outboxOptions.dir, "redaction.key");
  const redact = createRedactor({ keyFile, ...redaction });
  const outbox = inMemory
    ? createMemoryOutbox()
    : await openDiskOutbox({
        ...outboxOptions,
        logger,
        describeLoss,
      });
  const forgetting = createForgetting();
  const refusals = openRefusals(inMemory ? undefined : outboxOptions.dir);
  const sender = startSender({
    connection,
    outbox,
    stream: { ...limits, name: streamName, subjects: [`${subjectPrefix}.>`] },
    tombstones: tombstoneSubjects(subjectPrefix),
    forgetting,
    durableAfterMs: inMemory ? 0 : durableAfterMs,
    ackTimeoutMs,
    logger,
    onProgress() {
      progress.tell();
      changes.check();
    },
  });
  const changes = createStateChanges((): PublisherStatus["state"] => {
    if (closing !== undefined) return "closed";
    if (connection.state !== "ready") return "connecting";
    return sender.state;
  });
  const stopListening = connection.onState(changes.check);

  const take = (entry: NewEntry, priority = false): boolean => {
    if (outbox.append(entry, priority)) return true;
    sender.releaseAcked();
    return outbox.append(entry, priority);
  };

  const tellRefusals = (): void =>
    refusals.settle((gap, source) => {
      const isTold = take(toEntry(gapEvent(gap, source)), true);
      if (isTold) refused += gap.count;
      return isTold;
    });

  const flush = async (timeoutMs: number): Promise<boolean> => {
    await outbox.sync();
    // What the stream has makes room on a full disk.
    if (outbox.isStuck) sender.releaseAcked();
    sender.wake();
    const { offset } = outbox.end;
    return progress.until(() => sender.acked.offset >= offset, timeoutMs);
  };

  const end = async (timeoutMs: number): Promise<void> => {
    tellRefusals();
    await flush(timeoutMs);
    stopListening();
    await sender[Symbol.asyncDispose]();
    await outbox[Symbol.asyncDispose]();
    refusals[Symbol.dispose]();
  };

  const close = async (timeoutMs = 4000): Promise<void> => {
    closing ??= end(timeoutMs);
    changes.check();
    await closing;
  };

  tellRefusals();

  return {
    get status() {
      return {
        state: changes.now,
        pending: outbox.countFrom(sender.acked),
        acked: sender.ackedCount,
        retries: sender.retries,
        lastAckedAt: sender.lastAckedAt,
        lost: outbox.lost + refused + refusals.count,
        lastError: sender.lastError?.message ?? connection.lastError?.message,
      };
    },
    onState: changes.listen,
    publish(event) {
      if (closing !== undefined)
        throw new EventStoreError("CLOSED", "the publisher is closed; open another one");
      const valid = parseEvent(event);
      if (forgetting.has(valid)) return true;
      if (!take(toEntry(redact(valid)))) {
        refusals.add(valid);
        return false;
      }
      if (refusals.count > 0) tellRefusals();
      sender.wake();
      return true;
    },
    flush: async ({ timeoutMs = 30_000 } = {}) => flush(timeoutMs),
    close: async ({ timeoutMs } = {}) => close(timeoutMs),
    [Symbol.asyncDispose]: async () => close(),
  };
}

/** Those of each agent, and of the agent whose prefix the common one is. */
function tombstoneSubjects(subjectPrefix: string): readonly string[] {
  const filter = {
    visibility: "internal",
    session: storeSession,
    type: "store.forgotten",
  } as const;
  return [`${subjectPrefix}.*`, subjectPrefix].map((prefix) => subjectFilter(prefix, filter));
}
