import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@openclaw/jetstream";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { openPublisher, type OutboxOptions, type Publisher } from "../src/index.ts";
import { audit, type Audit } from "./audit.ts";
import { startLoad, type Load } from "./load.ts";

export const streamName = "openclaw-events";
export const store = { streamName, subjectPrefix: "openclaw.events", maxAgeMs: 0 };

/** What a fault is given, apart from what it breaks. */
export interface Scale {
  readonly rounds: number;
  /** Multiplies waiting times. */
  readonly time: number;
  readonly random: () => number;
}

export interface Outcome extends Audit {
  readonly fault: string;
  readonly rounds: number;
  readonly sent: number;
}

/** Whether nothing was lost that is not told as a gap, nothing doubled and nothing reordered. */
export function isSound({ lost, gaps, doubled, reordered }: Outcome): boolean {
  return lost === gaps && doubled === 0 && reordered === 0;
}

export interface Running {
  readonly publisher: Publisher;
  readonly load: Load;
}

interface FaultRun {
  readonly fault: string;
  readonly url: string;
  readonly rounds: number;
  readonly durableAfterMs?: number;
  readonly replicas?: number;
  /** Events in each of some 200 bursts a second. @defaultValue 10 */
  readonly burst?: number;
  readonly outbox?: Partial<OutboxOptions>;
  /** Breaks things while events flow, and leaves them whole. */
  readonly havoc: (running: Running) => Promise<void>;
}

/** Lets a publisher work through a fault, and then asks the stream what became of the events. */
export async function runFault({
  fault,
  url,
  rounds,
  durableAfterMs = 6000,
  replicas,
  burst = 10,
  outbox = {},
  havoc,
}: FaultRun): Promise<Outcome> {
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  await using connection = connect({ url, name: "chaos" });
  const options = { ...store, durableAfterMs, ackTimeoutMs: 2000, outbox: { dir, ...outbox } };
  const publisher = await openPublisher(connection, { ...options, replicas });
  const load = startLoad(fault, burst, (event) => publisher.publish(event));
  try {
    await havoc({ publisher, load });
  } finally {
    await load.stop();
  }
  const flushed = await publisher.flush({ timeoutMs: 120_000 });
  const { pending, lastError } = publisher.status;
  await publisher.close();
  while ((await connection.streamState(streamName)).lagging > 0) await sleep(100);
  if (!flushed) throw new Error(`${pending} events still waited after two minutes: ${lastError}`);
  const { offered } = load;
  const result = await audit(connection, { stream: streamName, load: fault, offered });
  return { fault, rounds, sent: offered, ...result };
}
