import { EventStoreError } from "@openclaw/event-schema";
import type { AppendReply, Connection, StreamSpec } from "@openclaw/jetstream";
import type { Cursor } from "../outbox/record.ts";
import type { InFlight } from "./in-flight.ts";
import type { Wake } from "./wake.ts";

export interface WatchOptions {
  readonly connection: Connection;
  readonly stream: StreamSpec;
  /** Longest wait for an ack. */
  readonly ackTimeoutMs: number;
  readonly wake: Wake;
  readonly signal: AbortSignal;
  /** Everything before a place is in the stream, nothing behind it at or below the floor. */
  readonly onAcked: (before: Cursor, floor: number) => void;
}

/** Takes the replies to what is in flight, and notices when they fail to come. */
export interface ReplyWatch {
  readonly onReply: (slot: number, reply: AppendReply) => void;
  readonly onRefused: (subject: string | undefined, error: EventStoreError) => void;
  /** @throws EventStoreError what went wrong since the start */
  check(): void;
  stop(): void;
}

export function watchReplies(
  { connection, stream, ackTimeoutMs, wake, signal, onAcked }: WatchOptions,
  inFlight: InFlight,
): ReplyWatch {
  let failure: EventStoreError | undefined;
  let progressAt = performance.now();

  const fail = (error: EventStoreError): void => {
    failure ??= error;
    wake.call();
  };
  const aborted = (): void => fail(new EventStoreError("CLOSED", "the publisher is closed"));
  const stopListening = connection.onState((state) => {
    if (state !== "ready")
      fail(new EventStoreError("UNAVAILABLE", "the connection to NATS was lost"));
  });
  const timer = setInterval(() => {
    const now = performance.now();
    if (inFlight.count === 0) progressAt = now;
    if (now - progressAt > ackTimeoutMs)
      fail(new EventStoreError("TIMEOUT", `no ack came within ${ackTimeoutMs} ms`));
  }, ackTimeoutMs / 4);
  signal.addEventListener("abort", aborted, { once: true });
  if (signal.aborted) aborted();

  return {
    onReply(slot, reply) {
      if ("error" in reply) {
        fail(reply.error);
        return;
      }
      progressAt = performance.now();
      const before = inFlight.acked;
      inFlight.settle(slot, reply.sequence);
      if (inFlight.acked !== before) onAcked(inFlight.acked, inFlight.floor);
      wake.call();
    },
    onRefused(subject, error) {
      // Others use the connection, too, for other subjects.
      const prefixes = stream.subjects.map((pattern) => pattern.replace(/>$/, ""));
      if (subject === undefined || prefixes.some((prefix) => subject.startsWith(prefix)))
        fail(error);
    },
    check() {
      if (failure !== undefined) throw failure;
    },
    stop() {
      clearInterval(timer);
      stopListening();
      signal.removeEventListener("abort", aborted);
    },
  };
}
