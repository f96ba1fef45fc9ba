import { setTimeout as sleep } from "node:timers/promises";
import {
  openPublisher,
  type Publisher,
  type PublisherOptions,
  type PublisherStatus,
} from "@openclaw/event-publisher";
import type { Logger, OpenClawEvent } from "@openclaw/event-schema";
import type { Connection } from "@openclaw/jetstream";

/** Where the events of one agent, or of all that have no store of their own, go. */
export interface AgentStore {
  readonly status: PublisherStatus;
  /** Settles when the outbox is open, or could not be opened at the first attempt. */
  readonly opened: Promise<void>;
  /** Takes an event at once; `false` where there is no room for it. */
  publish(event: OpenClawEvent): boolean;
  flush(timeoutMs: number): Promise<boolean>;
  /** Sends no more; the next start sends what is left. */
  close(): Promise<void>;
}

/** Events taken while the outbox cannot be opened. */
const maxWaiting = 10_000;
const retryMs = 5000;

/**
 * Starts opening the outbox of one store and returns; until it is open, events wait in memory. Where it
 * cannot be opened it is tried again.
 */
export function createAgentStore(
  connection: Connection,
  options: PublisherOptions & { readonly logger: Logger },
): AgentStore {
  const closing = new AbortController();
  const waiting: OpenClawEvent[] = [];
  const { logger } = options;
  let publisher: Publisher | undefined;
  let lost = 0;
  let lastError: string | undefined;

  const open = async (): Promise<boolean> => {
    try {
      const opened = await openPublisher(connection, options);
      for (const event of waiting.splice(0)) opened.publish(event);
      publisher = opened;
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== lastError) logger.error(`cannot open the outbox yet: ${reason}`);
      lastError = reason;
      return false;
    }
  };
  const first = open();
  const untilOpen = async (): Promise<void> => {
    for (let isOpen = await first; !isOpen && !closing.signal.aborted; isOpen = await open())
      await sleep(retryMs, undefined, { signal: closing.signal }).catch(() => undefined);
  };
  const opening = untilOpen();

  return {
    opened: first.then(() => undefined),
    get status() {
      return (
        publisher?.status ?? {
          state: lastError === undefined ? "connecting" : "degraded",
          pending: waiting.length,
          acked: 0,
          retries: 0,
          lastAckedAt: undefined,
          lost,
          lastError,
        }
      );
    },
    publish(event) {
      if (publisher !== undefined) return publisher.publish(event);
      if (waiting.length < maxWaiting) return waiting.push(event) > 0;
      lost += 1;
      return false;
    },
    async flush(timeoutMs) {
      const end = Date.now() + timeoutMs;
      await Promise.race([opening, sleep(timeoutMs, undefined, { ref: false })]);
      return (await publisher?.flush({ timeoutMs: Math.max(0, end - Date.now()) })) ?? false;
    },
    async close() {
      closing.abort();
      await opening;
      if (waiting.length > 0 && !(await open()))
        logger.error(`${waiting.length} events are lost, since the outbox could not be opened`);
      await publisher?.close({ timeoutMs: 0 });
    },
  };
}
