import { AckPolicy, DeliverPolicy, ReplayPolicy, type ConsumerConfig } from "@nats-io/jetstream";
import { nanos, nuid, type Msg } from "@nats-io/nats-core";
import { EventStoreError } from "@openclaw/event-schema";
import type { Wire } from "./link.ts";
import { createMessageQueue, type MessageQueue } from "./message-queue.ts";
import { toDelivery, type Delivery, type StoredMessage } from "./stored-message.ts";
import { translateError } from "./translate-error.ts";

export interface MessageRange {
  /** Subject patterns, of which one has to match. @defaultValue every subject */
  readonly subjects?: readonly string[] | undefined;
  readonly startSequence?: number | undefined;
  /** Unix milliseconds; messages stored earlier are left out. */
  readonly startTime?: number | undefined;
  /** Leaves the data away. */
  readonly headersOnly?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A consumer that lives in the server for one read: pushed to, under flow control, never acked. */
export interface OrderedConsumer extends Disposable {
  readonly queue: MessageQueue;
  /** How many messages the range held when it was opened. */
  readonly pending: number;
}

const heartbeatMs = 5000;

/** @throws EventStoreError `STREAM_NOT_FOUND`, `PERMISSION_DENIED` or `TIMEOUT` */
export async function openOrderedConsumer(
  wire: Wire,
  stream: string,
  range: MessageRange,
): Promise<OrderedConsumer> {
  const queue = createMessageQueue();
  const inbox = wire.inbox();
  const subscription = wire.nats.subscribe(inbox, {
    callback: (_, message) => queue.push(message),
  });
  try {
    const { num_pending } = await wire.manager.consumers.add(stream, consumerConfig(inbox, range));
    return { queue, pending: num_pending, [Symbol.dispose]: () => subscription.unsubscribe() };
  } catch (error) {
    subscription.unsubscribe();
    throw translateError(`reading stream ${stream}`, error);
  }
}

/**
 * The messages of a consumer in order, without gap or repeat: where the server shows that one was
 * missed, or falls silent, another consumer takes over behind the last message. `idle` tells that
 * nothing is left for now.
 *
 * @throws EventStoreError `ABORTED`, and as {@link openOrderedConsumer}
 */
export async function* orderedMessages(
  wire: Wire,
  { stream, range, opened }: OrderedRead,
): AsyncGenerator<StoredMessage | "idle"> {
  const { signal } = range;
  let consumer = opened;
  let last: Pick<Delivery, "position"> & { readonly sequence: number | undefined } = {
    position: 0,
    sequence: undefined,
  };
  try {
    for (;;) {
      const next = consumer.queue.next({ timeoutMs: heartbeatMs * 2.5, signal });
      const received = next instanceof Promise ? await next : next;
      if (signal?.aborted)
        throw new EventStoreError("ABORTED", `reading stream ${stream} was aborted`);
      const step = received === undefined ? "missed" : interpret(wire, received, last.position);
      if (step === "missed") {
        consumer[Symbol.dispose]();
        consumer = await openOrderedConsumer(wire, stream, resume(range, last.sequence));
        last = { ...last, position: 0 };
      } else if (step === "idle") yield step;
      else if (step !== "answered") {
        last = { position: step.position, sequence: step.message.sequence };
        yield step.message;
      }
    }
  } finally {
    consumer[Symbol.dispose]();
  }
}

export interface OrderedRead {
  readonly stream: string;
  readonly range: MessageRange;
  readonly opened: OrderedConsumer;
}

function resume(range: MessageRange, sequence: number | undefined): MessageRange {
  return sequence === undefined ? range : { ...range, startSequence: sequence + 1 };
}

/** Status 100 carries flow control and heartbeats (ADR-15); everything else is a stored message. */
function interpret(
  wire: Wire,
  message: Msg,
  position: number,
): Delivery | "answered" | "idle" | "missed" {
  if (message.headers?.code !== 100) {
    const delivery = toDelivery(message);
    return delivery.position === position + 1 ? delivery : "missed";
  }
  const stalled = message.headers.get("Nats-Consumer-Stalled");
  const answerTo = message.reply ?? stalled;
  if (answerTo) {
    wire.nats.publish(answerTo);
    return "answered";
  }
  return Number(message.headers.get("Nats-Last-Consumer")) === position ? "idle" : "missed";
}

function consumerConfig(
  inbox: string,
  { subjects = [], startSequence, startTime, headersOnly = false }: MessageRange,
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
    flow_control: true,
    idle_heartbeat: nanos(heartbeatMs),
    inactive_threshold: nanos(30_000),
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
