import { headers, type Msg } from "@nats-io/nats-core";
import { EventStoreError } from "@openclaw/event-schema";
import { z } from "zod";
import type { Wire } from "./link.ts";
import { codeOf } from "./translate-error.ts";

export interface OutgoingMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  /** Sent as `Nats-Msg-Id`: the server stores a message of one id once within its window. */
  readonly id: string;
  readonly headers?: Readonly<Record<string, string>>;
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

interface ChannelOptions {
  readonly stream: string;
  readonly onReply: (slot: number, reply: AppendReply) => void;
}

const ackSchema = z.union([
  z.object({ seq: z.number(), duplicate: z.boolean().default(false) }),
  z.object({
    error: z.object({ code: z.number(), err_code: z.number(), description: z.string() }),
  }),
]);

/** Core publishes with one subscription for all acks: the cheapest confirmed append NATS has. */
export function openAppendChannel(
  { nats, inbox: newInbox }: Wire,
  { stream, onReply }: ChannelOptions,
): AppendChannel {
  const inbox = newInbox();
  const subscription = nats.subscribe(`${inbox}.*`, {
    callback: (_, message) => {
      onReply(Number(message.subject.slice(inbox.length + 1)), readReply(message, stream));
    },
  });
  return {
    send(slot, { subject, data, id, headers: extra = {} }) {
      const header = headers();
      header.set("Nats-Msg-Id", id);
      header.set("Nats-Expected-Stream", stream);
      for (const [name, value] of Object.entries(extra)) header.set(name, value);
      nats.publish(subject, data, { reply: `${inbox}.${slot}`, headers: header });
    },
    close: () => subscription.unsubscribe(),
  };
}

function readReply(message: Msg, stream: string): AppendReply {
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
