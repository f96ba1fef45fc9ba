import { AckPolicy, DeliverPolicy, ReplayPolicy, type ConsumerConfig } from "@nats-io/jetstream";
import { nanos, nuid, type Msg } from "@nats-io/nats-core";
import { EventStoreError } from "@openclaw/event-schema";
import { checkOut } from "./blobs.ts";
import type { Wire } from "./link.ts";
import { createMessageQueue, type MessageQueue } from "./message-queue.ts";
import { toDelivery, type Deliverer, type StoredMessage } from "./stored-message.ts";
import { translateError } from "./translate-error.ts";

export interface MessageRange {
  /** Subject patterns, of which one has to match. @defaultValue every subject */
  readonly subjects?: readonly string[] | undefined;
  readonly startSequence?: number | undefined;
  /** Unix milliseconds; messages stored earlier are left out. */
  readonly startTime?: number | undefined;
  /** Leaves the data away. */
  readonly headersOnly?: boolean | undefined;
  /** Most messages to read; the server sends no more. */
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A consumer that lives in the server for one read: pushed to, never acked. */
export interface OrderedConsumer extends Disposable {
  readonly name: string;
  readonly queue: MessageQueue;
  /** How many messages the range held when it was opened. */
  readonly pending: number;
  /** Where the range begins in the stream: no message of it comes before. */
  readonly startSequence: number;
}

const heartbeatMs = 5000;
/** Above this many messages they are sent under flow control. */
const maxUnconfirmed = 10_000;

/** @throws EventStoreError `STREAM_NOT_FOUND`, `PERMISSION_DENIED` or `TIMEOUT` */
export async function openOrderedConsumer(
  wire: Wire,
  stream: string,
  range: MessageRange,
): Promise<OrderedConsumer> {
  const queue = createMessageQueue();
  const inbox = wire.inbox();
  const config = consumerConfig(inbox, range);
  const subscription = wire.nats.subscribe(inbox, {
    callback(error, message) {
      if (error === null) queue.push(message);
      else queue.fail(translateError(`reading stream ${stream}`, error));
    },
    ...(range.limit !== undefined && !config.flow_control && { max: range.limit }),
  });
  const close = (): void => subscription.unsubscribe();
  try {
    const { name, num_pending, delivered } = await wire.manager.consumers.add(stream, config);
    return {
      name,
      queue,
      pending: num_pending,
      startSequence: delivered.stream_seq + 1,
      [Symbol.dispose]: close,
    };
  } catch (error) {
    close();
    throw translateError(`reading stream ${stream}`, error);
  }
}

export interface OrderedRead {
  readonly stream: string;
  readonly range: MessageRange;
  readonly opened: OrderedConsumer;
}

/**
 * The messages of a consumer in order, as they come, without gap or repeat: where the server shows
 * that one was missed, or falls silent, another consumer takes over behind the last message. An empty
 * batch tells that nothing is left for now.
 *
 * @throws EventStoreError `ABORTED`, and as {@link openOrderedConsumer}
 */
export async function* orderedBatches(
  wire: Wire,
  { stream, range, opened }: OrderedRead,
): AsyncGenerator<readonly StoredMessage[]> {
  const { signal } = range;
  let consumer = opened;
  let position = 0;
  let rest = range;
  try {
    for (;;) {
      const received = await consumer.queue.take({ timeoutMs: heartbeatMs * 2.5, signal });
      if (signal?.aborted)
        throw new EventStoreError("ABORTED", `reading stream ${stream} was aborted`);
      const { messages, state } = inOrder(wire, received, {
        stream,
        consumer: consumer.name,
        position,
      });
      position += messages.length;
      rest = behind(rest, messages);
      if (messages.length > 0 || state === "idle") yield* checkOut(wire, messages);
      if (state !== "missed") continue;
      consumer[Symbol.dispose]();
      consumer = await openOrderedConsumer(wire, stream, rest);
      position = 0;
    }
  } finally {
    consumer[Symbol.dispose]();
  }
}

function behind(range: MessageRange, messages: readonly StoredMessage[]): MessageRange {
  const last = messages.at(-1);
  if (last === undefined) return range;
  const limit = range.limit === undefined ? undefined : range.limit - messages.length;
  return { ...range, startSequence: last.sequence + 1, limit };
}

interface Progress extends Deliverer {
  /** Of the last message in the delivery. */
  readonly position: number;
}

interface Received {
  readonly messages: readonly StoredMessage[];
  readonly state: "flowing" | "idle" | "missed";
}

/** The stored messages of a batch, up to a missed one; flow control is answered. */
function inOrder(wire: Wire, received: readonly Msg[], progress: Progress): Received {
  const messages: StoredMessage[] = [];
  let state: Received["state"] = received.length === 0 ? "missed" : "flowing";
  for (const message of received) {
    const delivery = toDelivery(message, progress);
    const at = progress.position + messages.length;
    if (delivery === undefined) state = heed(wire, message, at);
    else if (delivery.position === at + 1) messages.push(delivery.message);
    else state = "missed";
    if (state === "missed") break;
  }
  return { messages, state };
}

/** Control messages have status 100: flow control wants an answer, heartbeats tell the last position (ADR-15). */
function heed(wire: Wire, { headers, reply }: Msg, position: number): Received["state"] {
  const answerTo = reply || headers?.get("Nats-Consumer-Stalled");
  if (answerTo) {
    wire.nats.publish(answerTo);
    return "flowing";
  }
  return Number(headers?.get("Nats-Last-Consumer")) === position ? "idle" : "missed";
}

function consumerConfig(
  inbox: string,
  { subjects = [], startSequence, startTime, headersOnly = false, limit = Infinity }: MessageRange,
): ConsumerConfig {
  return {
    name: nuid.next(),
    deliver_subject: inbox,
    ...start(startSequence, startTime),
    ...(subjects.length === 1 && { filter_subject: String(subjects[0]) }),
    ...(subjects.length > 1 && { filter_subjects: [...subjects] }),
    ack_policy: AckPolicy.None,
    replay_policy: ReplayPolicy.Instant,
    headers_only: headersOnly,
    max_deliver: 1,
    mem_storage: true,
    num_replicas: 1,
    flow_control: limit > maxUnconfirmed,
    idle_heartbeat: nanos(heartbeatMs),
    inactive_threshold: nanos(5000),
  };
}

function start(
  sequence: number | undefined,
  time: number | undefined,
): Pick<ConsumerConfig, "deliver_policy" | "opt_start_seq" | "opt_start_time"> {
  if (sequence !== undefined)
    return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: sequence };
  if (time !== undefined)
    return {
      deliver_policy: DeliverPolicy.StartTime,
      opt_start_time: new Date(time).toISOString(),
    };
  return { deliver_policy: DeliverPolicy.All };
}
