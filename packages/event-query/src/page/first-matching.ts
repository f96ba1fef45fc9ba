import type { StoredEvent } from "../event-reader.ts";
import { oneByOne } from "../read/one-by-one.ts";
import type { SliceOptions, StreamSlice } from "./stream-slice.ts";

/** The oldest events behind the sequence `after`, by one request. */
export async function firstMatching(
  after: number | undefined,
  { plan: { source, stream, subjects, startTime, exact }, limit, pick, signal }: SliceOptions,
): Promise<StreamSlice> {
  const start = after === undefined ? { startTime } : { startSequence: after + 1 };
  const most = exact ? limit : undefined;
  const read = await source.read(stream, { ...start, subjects, limit: most, signal });
  const events: StoredEvent[] = [];
  let sequence = after ?? 0;
  let looked = 0;
  for await (const message of oneByOne(read.batches, (each) => each)) {
    looked += 1;
    sequence = message.sequence;
    const event = pick(message);
    if (event !== undefined) events.push(event);
    if (events.length === limit) break;
  }
  return { events, sequence, more: looked < read.count };
}
