import type { Msg } from "@nats-io/nats-core";

export interface StoredMessage {
  readonly stream: string;
  readonly sequence: number;
  /** Unix milliseconds at which the server stored it. */
  readonly storedAt: number;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly header: (name: string) => string | undefined;
  /** All headers, each by its first value. */
  readonly headers: () => readonly (readonly [name: string, value: string])[];
}

/** A message as a consumer delivers it, with its position in that delivery. */
export interface Delivery {
  readonly position: number;
  readonly message: StoredMessage;
}

/** Who delivers. */
export interface Deliverer {
  readonly stream: string;
  readonly consumer: string;
}

/**
 * Reads a delivered message, `undefined` where it is not one; its place stands in the reply subject
 * (ADR-15 of nats-architecture-and-design):
 * `$JS.ACK.[<domain>.<account>.]<stream>.<consumer>.<delivered>.<sequence>.<position>.<ns>.<pending>[.<token>]`
 */
export function toDelivery(message: Msg, { stream, consumer }: Deliverer): Delivery | undefined {
  const { reply } = message;
  if (!reply?.startsWith("$JS.ACK.")) return undefined;
  const place = reply.indexOf(`.${consumer}.`) + consumer.length + 2;
  const [, sequence = 0, position = 0, ns = 0] = numbersFrom(reply, place);
  return {
    position,
    message: {
      stream,
      sequence,
      storedAt: Math.floor(ns / 1e6),
      subject: message.subject,
      data: message.data,
      header(name) {
        return message.headers?.get(name) || undefined;
      },
      headers() {
        return (message.headers?.keys() ?? []).map((name) => [
          name,
          message.headers?.get(name) ?? "",
        ]);
      },
    },
  };
}

/** The decimal numbers of a subject's tokens; splitting it would take three times as long. */
function numbersFrom(subject: string, start: number): readonly number[] {
  const numbers: number[] = [];
  let number = 0;
  for (let at = start; at < subject.length; at += 1) {
    const code = subject.charCodeAt(at);
    if (code === 46) {
      numbers.push(number);
      number = 0;
    } else number = number * 10 + code - 48;
  }
  return numbers;
}
