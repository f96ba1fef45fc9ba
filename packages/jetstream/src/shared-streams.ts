import { setTimeout as sleep } from "node:timers/promises";
import { jetstreamManager, type JetStreamManager, type StoredMsg } from "@nats-io/jetstream";
import { EventStoreError } from "@openclaw/event-schema";
import { isPassing } from "./follow-messages.ts";
import { sharedApi } from "./isolation/permissions.ts";
import type { Link, Wire } from "./link.ts";
import type { MessageRange } from "./ordered-consumer.ts";
import { oneByOne, type MessageRead } from "./read-messages.ts";
import type { StoredMessage } from "./stored-message.ts";
import { translateError } from "./translate-error.ts";

/*
 * What others share may be read message by message and in no other way: a consumer would let the reader
 * choose where the server sends to, see `isolation/sharing.ts`.
 */

/** How many messages are asked for at a time. */
const window = 64;
const pollMs = 1000;

type SharedRange = Pick<MessageRange, "startSequence" | "limit" | "signal"> & {
  readonly stream: string;
};

/**
 * Reads a stream that others share, whatever the subjects; ends with the last message stored when it was
 * opened.
 *
 * @throws EventStoreError `UNAVAILABLE` where it is not shared, `TIMEOUT` or `ABORTED`
 */
export async function readShared(wire: Wire, range: SharedRange): Promise<MessageRead> {
  const { stream, startSequence = 1, limit = Number.POSITIVE_INFINITY } = range;
  const manager = await jetstreamManager(wire.nats, { apiPrefix: sharedApi, checkAPI: false });
  const { state } = await attempt(stream, async () => manager.streams.info(stream));
  const first = Math.max(startSequence, state.first_seq);
  const sequences = Math.max(state.last_seq - first + 1, 0);
  const last = first + Math.min(sequences, limit) - 1;
  const batches = readBatches(manager, { ...range, first, last });
  return {
    count: Math.min(sequences, state.messages),
    startSequence: first,
    batches,
    messages: oneByOne(batches),
    [Symbol.dispose]: () => undefined,
  };
}

/**
 * As {@link readShared}, and on with messages as they come, until the signal aborts. `caught up` comes once,
 * when everything stored at the start has been read. A stream that is shared no more is waited for.
 */
export async function* followShared(
  link: Link,
  { stream, startSequence: start, signal }: SharedRange,
): AsyncGenerator<StoredMessage | "caught up"> {
  let startSequence = start;
  let isCaughtUp = false;
  const isOver = (): boolean => signal?.aborted ?? false;
  while (!isOver()) {
    try {
      const wire = await link.wire({ signal, timeoutMs: 60_000 });
      const { messages } = await readShared(wire, { stream, startSequence, signal });
      for await (const message of messages) {
        startSequence = message.sequence + 1;
        yield message;
      }
      if (!isCaughtUp) yield "caught up";
      isCaughtUp = true;
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

async function* readBatches(
  manager: JetStreamManager,
  { stream, first, last, signal }: SharedRange & { readonly first: number; readonly last: number },
): AsyncGenerator<readonly StoredMessage[]> {
  for (let start = first; start <= last; start += window) {
    if (signal?.aborted)
      throw new EventStoreError("ABORTED", `reading stream ${stream} was aborted`);
    const length = Math.min(window, last - start + 1);
    const found = await attempt(stream, async () =>
      Promise.all(
        Array.from({ length }, async (_, at) =>
          manager.direct.getMessage(stream, { seq: start + at }),
        ),
      ),
    );
    yield found.flatMap((message) => (message === null ? [] : storedMessage(stream, message)));
  }
}

function storedMessage(
  stream: string,
  { seq: sequence, time, subject, data, header: headers }: StoredMsg,
): StoredMessage {
  return {
    stream,
    sequence,
    storedAt: time.getTime(),
    subject,
    data,
    header: (name) => headers.get(name) || undefined,
    headers: () => headers.keys().map((name) => [name, headers.get(name)] as const),
  };
}

/** Where nothing is imported, nobody answers. */
async function attempt<T>(stream: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const failure = translateError(`reading stream ${stream}`, error);
    if (failure.code !== "UNAVAILABLE") throw failure;
    throw new EventStoreError(
      "UNAVAILABLE",
      `stream ${stream} is not shared with this user: name the agent under readers, and run \`openclaw-events isolation generate\``,
      { cause: error },
    );
  }
}
