import type { Checkpoint, FollowOptions, StoredEvent } from "./event-reader.ts";
import { matchEvent } from "./match-event.ts";
import { mergeAsTheyCome } from "./merge-as-they-come.ts";
import type { StreamPlan } from "./plan-reads.ts";
import type { StreamsRead } from "./read-streams.ts";

/** The events of all plans as they are stored; those of one stream in order. */
export async function* followStreams(
  plans: readonly StreamPlan[],
  { after = {}, onCaughtUp, signal, ...read }: StreamsRead & FollowOptions,
): AsyncGenerator<StoredEvent> {
  const ended = new AbortController();
  const until = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  let behind = plans.length;
  const onStreamCaughtUp = (): void => {
    behind -= 1;
    if (behind === 0) onCaughtUp?.();
  };
  const sources = plans.map((plan) =>
    followStream(plan, { ...read, signal: until, after, onStreamCaughtUp }),
  );
  try {
    yield* mergeAsTheyCome(sources);
  } finally {
    ended.abort();
  }
}

interface StreamFollow extends StreamsRead {
  readonly after: Checkpoint;
  readonly onStreamCaughtUp: () => void;
}

async function* followStream(
  { connection, stream, subjects, startTime }: StreamPlan,
  { filter, decode, signal, after, onStreamCaughtUp }: StreamFollow,
): AsyncGenerator<StoredEvent> {
  const matches = matchEvent(filter);
  const last = after[stream];
  const start = last === undefined ? { startTime } : { startSequence: last + 1 };
  for await (const message of connection.follow(stream, { ...start, subjects, signal })) {
    if (message === "caught up") onStreamCaughtUp();
    else {
      const stored = decode(message);
      if (stored !== undefined && matches(stored.event)) yield stored;
    }
  }
}
