import type { EventHead, ReadOptions } from "./event-reader.ts";
import { mergeByTime } from "./merge-by-time.ts";
import { oneByOne } from "./one-by-one.ts";
import type { StreamPlan } from "./plan-reads.ts";

/** The ids of the events of all plans in the order they were stored, by one request for each stream. */
export function readHeads(
  plans: readonly StreamPlan[],
  { signal }: ReadOptions,
): AsyncIterable<EventHead> {
  return mergeByTime(plans.map((plan) => oneByOne(headsOfStream(plan, signal))));
}

async function* headsOfStream(
  { connection, stream, subjects }: StreamPlan,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly EventHead[]> {
  const { batches } = await connection.read(stream, { subjects, headersOnly: true, signal });
  for await (const batch of batches)
    yield batch.flatMap(({ header, subject, sequence, storedAt }) => {
      const id = header("Nats-Msg-Id");
      return id === undefined ? [] : [{ id, subject, stream, sequence, storedAt }];
    });
}
