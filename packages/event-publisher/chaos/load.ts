import { setTimeout as sleep } from "node:timers/promises";
import { eventId, type OpenClawEvent } from "@openclaw/event-schema";

const sessions = 8;

/** The n-th event of a load: its place in its session is its `seq`. */
export function loadEvent(load: string, n: number): OpenClawEvent {
  const session = `agent:main:direct:${n % sessions}`;
  const seq = Math.floor(n / sessions);
  const runId = `run-${Math.floor(n / 50)}`;
  const ts = 1_790_000_000_000 + n;
  return {
    id: eventId("chaos", load, String(n)),
    timestamp: ts,
    agent: "main",
    session,
    type: n % 3 === 0 ? "conversation.message.in" : "conversation.message.out",
    visibility: "internal",
    payload: {
      runId,
      stream: "chaos",
      data: { text: `${n} `.repeat(10 + (n % 40)) },
      sessionKey: session,
      seq,
      ts,
    },
    meta: { runId, seq, channel: load },
  };
}

/** A load that runs until it is stopped. */
export interface Load {
  /** How many events were offered up to now. */
  readonly offered: number;
  stop(): Promise<void>;
}

/** Offers events in small bursts, of which there are about 200 a second. */
export function startLoad(
  name: string,
  burst: number,
  publish: (event: OpenClawEvent) => unknown,
): Load {
  const stopping = new AbortController();
  let offered = 0;
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      for (let n = 0; n < burst; n++) publish(loadEvent(name, offered++));
      await sleep(5);
    }
  };
  const ended = run();
  return {
    get offered() {
      return offered;
    },
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
