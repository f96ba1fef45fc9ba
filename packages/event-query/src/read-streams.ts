import type { DecodeEvent } from "./decode-event.ts";
import type { EventFilter, ReadOptions, StoredEvent } from "./event-reader.ts";
import { matchEvent } from "./match-event.ts";
import { mergeByTime, type Timed } from "./merge-by-time.ts";
import type { StreamPlan } from "./plan-reads.ts";

export interface StreamsRead extends ReadOptions {
  readonly filter: EventFilter;
  readonly decode: DecodeEvent;
}

/** The events of all plans in the order they were stored, one request for each. */
export async function* readStreams(
  plans: readonly StreamPlan[],
  options: StreamsRead,
): AsyncGenerator<StoredEvent> {
  const sources = plans.map((plan) => readStream(plan, options));
  yield* mergeByTime(sources);
}

async function* readStream(
  { connection, stream, subjects, startTime }: StreamPlan,
  { filter, decode, signal }: StreamsRead,
): AsyncGenerator<Timed<StoredEvent>> {
  const matches = matchEvent(filter);
  const { messages } = await connection.read(stream, { subjects, startTime, signal });
  for await (const message of messages) {
    const item = decode(message);
    if (item !== undefined && matches(item.event)) yield { time: message.storedAt, item };
  }
}
