import type { FollowOptions, StoredEvent } from "../event-reader.ts";
import { longestWaitMs } from "../longest-wait.ts";
import { pickEvents } from "../read/decode-event.ts";
import { fitToServer } from "../read/fit-to-server.ts";
import { startOf, type StreamPlan } from "../read/plan-reads.ts";
import type { StreamsRead } from "../read/read-streams.ts";
import { mergeAsTheyCome } from "./merge-as-they-come.ts";

/** The events of all plans as they are stored; those of one stream in order. */
export async function* followStreams(
  plans: readonly StreamPlan[],
  { onCaughtUp, signal, ...read }: StreamsRead & FollowOptions,
): AsyncGenerator<StoredEvent> {
  const ended = new AbortController();
  const until = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  let behind = plans.length;
  const onStreamCaughtUp = (): void => {
    behind -= 1;
    if (behind === 0) onCaughtUp?.();
  };
  const sources = plans.map((plan) =>
    followStream(plan, { ...read, signal: until, onStreamCaughtUp }),
  );
  try {
    yield* mergeAsTheyCome(sources);
  } finally {
    ended.abort();
  }
}

interface StreamFollow extends StreamsRead {
  readonly onStreamCaughtUp: () => void;
}

async function* followStream(
  plan: StreamPlan,
  { decode, signal, after, onStreamCaughtUp }: StreamFollow,
): AsyncGenerator<StoredEvent> {
  const pick = pickEvents(plan.filter, decode);
  // A server that is down is waited for.
  const fitting = await fitToServer(plan, { signal, timeoutMs: longestWaitMs }).catch(
    (error: unknown) => {
      if (!signal?.aborted) throw error;
    },
  );
  if (fitting === undefined) return;
  const { source, stream, subjects } = fitting;
  const range = { ...startOf(plan, after), subjects, signal };
  for await (const message of source.follow(stream, range)) {
    if (message === "caught up") onStreamCaughtUp();
    else {
      const stored = pick(message);
      if (stored !== undefined) yield stored;
    }
  }
}
