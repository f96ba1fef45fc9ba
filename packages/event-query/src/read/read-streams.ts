import type { ReadOptions, StoredEvent } from "../event-reader.ts";
import { pickEvents, type DecodeEvent } from "./decode-event.ts";
import { mergeByTime } from "./merge-by-time.ts";
import { oneByOne } from "./one-by-one.ts";
import type { StreamPlan } from "./plan-reads.ts";
import { readBatches } from "./read-batches.ts";

export interface StreamsRead extends ReadOptions {
  readonly decode: DecodeEvent;
}

/** The events of all plans in the order they were stored, by one request for each stream. */
export function readStreams(
  plans: readonly StreamPlan[],
  { decode, ...options }: StreamsRead,
): AsyncIterable<StoredEvent> {
  return mergeByTime(
    plans.map((plan) => oneByOne(readBatches(plan, options), pickEvents(plan.filter, decode))),
  );
}
