import type { Msg } from "@nats-io/nats-core";

export interface StoredMessage {
  readonly stream: string;
  readonly sequence: number;
  /** Unix milliseconds at which the server stored it. */
  readonly storedAt: number;
  readonly subject: string;
  readonly data: Uint8Array;
  header(name: string): string | undefined;
}

/** A message as a consumer delivers it, with its position in that delivery. */
export interface Delivery {
  readonly position: number;
  readonly message: StoredMessage;
}

/**
 * Reads a delivered message; its place stands in the reply subject (ADR-15 of nats-architecture-and-design):
 * `$JS.ACK.[<domain>.<account>.]<stream>.<consumer>.<delivered>.<sequence>.<position>.<ns>.<pending>[.<token>]`
 */
export function toDelivery({ subject, data, reply = "", headers }: Msg): Delivery {
  const tokens = reply.split(".");
  const at = tokens.length > 9 ? 4 : 2;
  return {
    position: Number(tokens[at + 4]),
    message: {
      stream: tokens[at] ?? "",
      sequence: Number(tokens[at + 3]),
      storedAt: Math.floor(Number(tokens[at + 5]) / 1e6),
      subject,
      data,
      header: (name) => headers?.get(name) || undefined,
    },
  };
}
