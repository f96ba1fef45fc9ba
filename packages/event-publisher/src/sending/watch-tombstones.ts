import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@openclaw/event-schema";
import type { Connection } from "@openclaw/jetstream";

export interface TombstoneOptions {
  readonly connection: Connection;
  readonly stream: string;
  readonly subjects: readonly string[];
  readonly onTombstone: (json: Uint8Array) => void;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** Who may not read, or not in time, sends all the same, and says so. */
const longestWaitMs = 2000;

/**
 * Tells the tombstones of a stream as they are stored, until the signal aborts; settles when those that
 * are stored already have been told.
 */
export async function watchTombstones({
  connection,
  stream,
  subjects,
  onTombstone,
  signal,
  logger,
}: TombstoneOptions): Promise<void> {
  const waited = new AbortController();
  const warn = (reason: string): void =>
    logger.warn(
      `what was forgotten in stream ${stream} is not known (${reason}): what waited in the outbox is sent, and some of it may come back that was forgotten meanwhile`,
    );
  const watch = async (): Promise<void> => {
    try {
      for await (const message of connection.follow(stream, { subjects, signal }))
        if (message === "caught up") waited.abort();
        else onTombstone(message.data);
    } catch (error) {
      if (!signal.aborted) warn(error instanceof Error ? error.message : String(error));
    }
    waited.abort();
  };
  void watch();
  await sleep(longestWaitMs, undefined, { signal: waited.signal }).then(
    () => warn(`the server did not tell it within ${longestWaitMs} ms`),
    () => undefined,
  );
}
