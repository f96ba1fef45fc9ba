import type { Publisher, PublisherStatus } from "@openclaw/event-publisher";
import { EventStoreError, type OpenClawEvent } from "@openclaw/event-schema";
import { throwIfAborted } from "../throw-if-aborted.ts";

/** What an import needs of a publisher. */
export interface EventSink extends Pick<Publisher, "publish" | "flush"> {
  readonly status: Pick<PublisherStatus, "lastError">;
}

/** Hands events to a publisher no faster than they get stored. */
export interface EventWriter {
  /** Takes events of about `bytes` bytes together; settles when there is room for the next. */
  write(events: readonly OpenClawEvent[], bytes: number): Promise<void>;
  /** Settles when all is stored. */
  finish(): Promise<void>;
}

export interface EventWriterOptions {
  /** Longest wait for some events to be stored. @defaultValue 60000 */
  readonly storeWithinMs?: number;
  readonly signal?: AbortSignal | undefined;
}

const windowBytes = 512 * 1024;

/** At most two windows of events are under way: one that fills while the one before it gets stored. */
export function createEventWriter(
  publisher: EventSink,
  { storeWithinMs = 60_000, signal }: EventWriterOptions = {},
): EventWriter {
  let previous = Promise.resolve(true);
  let pending = 0;

  const settle = async (window: Promise<boolean>): Promise<void> => {
    const isStored = await window;
    throwIfAborted(signal);
    if (isStored) return;
    throw new EventStoreError(
      "UNAVAILABLE",
      `events were not stored within ${storeWithinMs} ms: ${publisher.status.lastError ?? "the server is slow"}; import again to go on`,
    );
  };

  return {
    async write(events, bytes) {
      for (const event of events)
        if (!publisher.publish(event))
          throw new EventStoreError(
            "INTERNAL",
            "the publisher's outbox is full; give it more room",
          );
      pending += bytes;
      if (pending < windowBytes) return;
      pending = 0;
      const window = publisher.flush({ timeoutMs: storeWithinMs });
      await settle(previous);
      previous = window;
    },
    async finish() {
      await settle(previous);
      await settle(publisher.flush({ timeoutMs: storeWithinMs }));
    },
  };
}
