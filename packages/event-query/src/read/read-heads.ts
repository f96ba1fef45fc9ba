import type { StoredMessage } from "@openclaw/jetstream";
import type { EventHead, ReadOptions } from "../event-reader.ts";
import { mergeByTime } from "./merge-by-time.ts";
import { oneByOne } from "./one-by-one.ts";
import type { StreamPlan } from "./plan-reads.ts";
import { readBatches } from "./read-batches.ts";
import { holds } from "./subject-patterns.ts";

/** The ids of the events of all plans in the order they were stored, by one request for each stream. */
export function readHeads(
  plans: readonly StreamPlan[],
  options: ReadOptions,
): AsyncIterable<EventHead> {
  return mergeByTime(
    plans.map((plan) =>
      oneByOne(readBatches(plan, { ...options, headersOnly: true }), (message) =>
        headOf(message, plan),
      ),
    ),
  );
}

function headOf(
  { header, subject, stream, sequence, storedAt }: StoredMessage,
  { subjects, shared }: StreamPlan,
): EventHead | undefined {
  const id = header("Nats-Msg-Id");
  // One pattern alone is not widened, but for a shared stream.
  const isWanted =
    (subjects.length === 1 && !shared) || subjects.some((pattern) => holds(pattern, subject));
  if (id === undefined || !isWanted) return undefined;
  return { id, subject, stream, sequence, storedAt };
}
