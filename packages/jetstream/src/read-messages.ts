import type { Wire } from "./link.ts";
import {
  openOrderedConsumer,
  orderedMessages,
  type MessageRange,
  type OrderedRead,
} from "./ordered-consumer.ts";
import type { StoredMessage } from "./stored-message.ts";

export interface MessageRead {
  /** How many messages the range held when it was opened. */
  readonly count: number;
  readonly messages: AsyncIterable<StoredMessage>;
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
  return { count: opened.pending, messages: upToCount(wire, { stream, range, opened }) };
}

async function* upToCount(wire: Wire, read: OrderedRead): AsyncGenerator<StoredMessage> {
  let remaining = read.opened.pending;
  if (remaining === 0) {
    read.opened[Symbol.dispose]();
    return;
  }
  for await (const message of orderedMessages(wire, read)) {
    // Messages that were deleted meanwhile never come: then the server is idle before the count is reached.
    if (message === "idle") return;
    yield message;
    remaining -= 1;
    if (remaining === 0) return;
  }
}
