import type { EventHead, ReadOptions } from "../event-reader.ts";
import { mergeByTime } from "./merge-by-time.ts";
import { oneByOne } from "./one-by-one.ts";
import { startOf, type StreamPlan } from "./plan-reads.ts";

/** The ids of the events of all plans in the order they were stored, by one request for each stream. */
export function readHeads(
  plans: readonly StreamPlan[],
  options: ReadOptions,
): AsyncIterable<EventHead> {
  return mergeByTime(plans.map((plan) => oneByOne(headsOfStream(plan, options))));
}

async function* headsOfStream(
  plan: StreamPlan,
  { signal, after }: ReadOptions,
): AsyncGenerator<readonly EventHead[]> {
  const { connection, stream, subjects } = plan;
  const range = { ...startOf(plan, after), subjects, headersOnly: true, signal };
  const { batches } = await connection.read(stream, range);
  for await (const batch of batches)
    yield batch.flatMap(({ header, subject, sequence, storedAt }) => {
      const id = header("Nats-Msg-Id");
      return id === undefined ? [] : [{ id, subject, stream, sequence, storedAt }];
    });
}
