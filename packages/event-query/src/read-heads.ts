import type { EventHead, ReadOptions } from "./event-reader.ts";
import { mergeByTime, type Timed } from "./merge-by-time.ts";
import type { StreamPlan } from "./plan-reads.ts";

/** The ids of the events of all plans in the order they were stored, one request for each. */
export async function* readHeads(
  plans: readonly StreamPlan[],
  { signal }: ReadOptions,
): AsyncGenerator<EventHead> {
  yield* mergeByTime(plans.map((plan) => headsOfStream(plan, signal)));
}

async function* headsOfStream(
  { connection, stream, subjects }: StreamPlan,
  signal: AbortSignal | undefined,
): AsyncGenerator<Timed<EventHead>> {
  const { messages } = await connection.read(stream, { subjects, headersOnly: true, signal });
  for await (const message of messages) {
    const { storedAt, subject, sequence } = message;
    const id = message.header("Nats-Msg-Id");
    if (id !== undefined) yield { time: storedAt, item: { id, subject, stream, sequence } };
  }
}
