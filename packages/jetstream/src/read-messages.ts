import type { Wire } from "./link.ts";
import {
  openOrderedConsumer,
  orderedBatches,
  type MessageRange,
  type OrderedRead,
} from "./ordered-consumer.ts";
import type { StoredMessage } from "./stored-message.ts";

/** A read that has begun; dispose of it where its messages are not read. */
export interface MessageRead extends Disposable {
  /** How many messages the range held when it was opened. */
  readonly count: number;
  /** Where the range begins in the stream: no message of it comes before. */
  readonly startSequence: number;
  readonly messages: AsyncIterable<StoredMessage>;
  /** The messages as they come from the wire: cheaper by the message than one by one. */
  readonly batches: AsyncIterable<readonly StoredMessage[]>;
}

/**
 * Reads a range of a stream in one request; ends with the last message stored when it was opened.
 *
 * @throws EventStoreError `STREAM_NOT_FOUND`, `PERMISSION_DENIED`, `TIMEOUT` or `ABORTED`
 */
export async function readMessages(
  wire: Wire,
  { stream, ...range }: MessageRange & { readonly stream: string },
): Promise<MessageRead> {
  const opened = await openOrderedConsumer(wire, stream, range);
  const batches = upToCount(wire, { stream, range, opened });
  return {
    count: opened.pending,
    startSequence: opened.startSequence,
    batches,
    messages: oneByOne(batches),
    [Symbol.dispose]: opened[Symbol.dispose],
  };
}

async function* upToCount(wire: Wire, read: OrderedRead): AsyncGenerator<readonly StoredMessage[]> {
  let remaining = Math.min(read.opened.pending, read.range.limit ?? Number.POSITIVE_INFINITY);
  if (remaining === 0) {
    read.opened[Symbol.dispose]();
    return;
  }
  for await (const batch of orderedBatches(wire, read)) {
    // Messages that were deleted meanwhile never come: then the server is idle before the count is reached.
    if (batch.length === 0) return;
    yield batch.slice(0, remaining);
    remaining -= batch.length;
    if (remaining <= 0) return;
  }
}

/** The messages of batches. */
export async function* oneByOne<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const batch of batches) yield* batch;
}
