import type { EventHead, ReadOptions } from "../event-reader.ts";
import { fitToServer } from "./fit-to-server.ts";
import { mergeByTime } from "./merge-by-time.ts";
import { oneByOne } from "./one-by-one.ts";
import { startOf, type StreamPlan } from "./plan-reads.ts";
import { holds } from "./subject-patterns.ts";

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
  const { connection, stream, subjects } = await fitToServer(plan, { signal });
  const isWanted = (subject: string): boolean =>
    subjects === plan.subjects || plan.subjects.some((pattern) => holds(pattern, subject));
  const range = { ...startOf(plan, after), subjects, headersOnly: true, signal };
  const { batches } = await connection.read(stream, range);
  for await (const batch of batches)
    yield batch.flatMap(({ header, subject, sequence, storedAt }) => {
      const id = header("Nats-Msg-Id");
      return id === undefined || !isWanted(subject)
        ? []
        : [{ id, subject, stream, sequence, storedAt }];
    });
}
