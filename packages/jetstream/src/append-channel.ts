import type { Msg } from "@nats-io/nats-core";
import { MsgHdrsImpl } from "@nats-io/nats-core/internal";
import { EventStoreError } from "@openclaw/event-schema";
import { z } from "zod";
import type { Wire } from "./link.ts";
import { codeOf, translateError } from "./translate-error.ts";

export interface OutgoingMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  /** Visible ASCII, sent as `Nats-Msg-Id`: the server stores a message of one id once within its window. */
  readonly id: string;
}

/** What became of one message. */
export type AppendReply =
  | { readonly sequence: number; readonly duplicate: boolean }
  | { readonly error: EventStoreError };

export interface AppendChannel {
  /** Puts a message on the wire; its reply names the slot. Order is kept. */
  send(slot: number, message: OutgoingMessage): void;
  close(): void;
}

export interface AppendListeners {
  readonly onReply: (slot: number, reply: AppendReply) => void;
  /** Called where this user may not publish to a subject or, `undefined`, not hear the replies: none will come. */
  readonly onRefused?: (subject: string | undefined, error: EventStoreError) => void;
}

interface ChannelOptions extends AppendListeners {
  readonly stream: string;
}

/** A refusal has a sequence, too: 0. */
const ackSchema = z.union([
  z.object({
    error: z.object({ code: z.number(), err_code: z.number(), description: z.string() }),
  }),
  z.object({ seq: z.number().positive(), duplicate: z.boolean().default(false) }),
]);

/** Core publishes with one subscription for all acks: the cheapest confirmed append NATS has. */
export function openAppendChannel(
  wire: Wire,
  { stream, onReply, onRefused }: ChannelOptions,
): AppendChannel {
  const { nats } = wire;
  const inbox = wire.inbox();
  const slotAt = inbox.length + 1;
  const headers = preparedHeaders(stream);
  const subscription = nats.subscribe(`${inbox}.*`, {
    callback: (error, message) => {
      if (error === null)
        onReply(Number(message.subject.slice(slotAt)), readReply(message, stream));
    },
  });
  const stopListening = wire.onRefused((error) => {
    const failure = translateError(`appending to stream ${stream}`, error);
    if (error.operation === "publish") onRefused?.(error.subject, failure);
    else if (error.subject.startsWith(inbox)) onRefused?.(undefined, failure);
  });
  return {
    send(slot, { subject, data, id }) {
      headers.prepare(id);
      nats.publish(subject, data, { reply: `${inbox}.${slot}`, headers: headers.value });
    },
    close() {
      stopListening();
      subscription.unsubscribe();
    },
  };
}

/** Headers that are encoded without being built first, which would take a third of the time of a publish. */
function preparedHeaders(stream: string): {
  readonly value: MsgHdrsImpl;
  readonly prepare: (id: string) => void;
} {
  const value = new MsgHdrsImpl();
  const behindId = `\r\nNats-Expected-Stream: ${stream}\r\n\r\n`;
  let id = "";
  value.encode = () => Buffer.from(`NATS/1.0\r\nNats-Msg-Id: ${id}${behindId}`);
  return {
    value,
    prepare(next) {
      id = next;
    },
  };
}

/** What the server answers to a message for a stream. */
export function readReply(message: Msg, stream: string): AppendReply {
  const sequence = plainAck(message.data);
  if (sequence !== undefined) return { sequence, duplicate: false };
  if (message.headers?.code === 503)
    return {
      error: new EventStoreError("UNAVAILABLE", `nothing stores subject of stream ${stream} now`),
    };
  const ack = ackSchema.parse(message.json());
  if (!("error" in ack)) return { sequence: ack.seq, duplicate: ack.duplicate };
  const { description } = ack.error;
  return {
    error: new EventStoreError(codeOf(ack.error), `stream ${stream} refused: ${description}`),
  };
}

const beforeSequence = Buffer.from('"seq":');
const closingBrace = 0x7d;
const zero = 0x30;

/** The sequence of an ack that ends in it, as most do; parsing all as JSON would cost more than sending. */
function plainAck(data: Uint8Array): number | undefined {
  let at = data.length - 1;
  if (data[at] !== closingBrace) return undefined;
  let sequence = 0;
  let weight = 1;
  for (at -= 1; at >= 0; at--) {
    const digit = (data[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) break;
    sequence += digit * weight;
    weight *= 10;
  }
  const start = at - beforeSequence.length + 1;
  if (sequence === 0 || start < 0) return undefined;
  for (const [offset, byte] of beforeSequence.entries())
    if (data[start + offset] !== byte) return undefined;
  return sequence;
}
