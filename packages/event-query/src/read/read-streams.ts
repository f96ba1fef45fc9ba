import type { EventFilter, ReadOptions, StoredEvent } from "../event-reader.ts";
import type { DecodeEvent } from "./decode-event.ts";
import { fitToServer } from "./fit-to-server.ts";
import { matchEvent } from "./match-event.ts";
import { mergeByTime } from "./merge-by-time.ts";
import { oneByOne } from "./one-by-one.ts";
import { startOf, type StreamPlan } from "./plan-reads.ts";

export interface StreamsRead extends ReadOptions {
  readonly filter: EventFilter;
  readonly decode: DecodeEvent;
}

/** The events of all plans in the order they were stored, by one request for each stream. */
export function readStreams(
  plans: readonly StreamPlan[],
  options: StreamsRead,
): AsyncIterable<StoredEvent> {
  return mergeByTime(plans.map((plan) => oneByOne(readStream(plan, options))));
}

async function* readStream(
  plan: StreamPlan,
  { filter, decode, signal, after }: StreamsRead,
): AsyncGenerator<readonly StoredEvent[]> {
  const matches = matchEvent(filter);
  const { connection, stream, subjects } = await fitToServer(plan, { signal });
  const { batches } = await connection.read(stream, { ...startOf(plan, after), subjects, signal });
  for await (const batch of batches) {
    const events: StoredEvent[] = [];
    for (const message of batch) {
      const stored = decode(message);
      if (stored !== undefined && matches(stored.event)) events.push(stored);
    }
    yield events;
  }
}
