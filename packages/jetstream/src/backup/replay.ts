import { setTimeout as sleep } from "node:timers/promises";
import { headers, type MsgHdrs } from "@nats-io/nats-core";
import { EventStoreError } from "@openclaw/event-schema";
import { readReply } from "../append-channel.ts";
import { checkIn } from "../blobs.ts";
import type { StreamSpec } from "../ensure-stream.ts";
import type { Wire } from "../link.ts";
import type { ArchivedMessage } from "./archived-message.ts";

type NewMessage = Omit<ArchivedMessage, "sequence">;

/** Stores messages again, under chosen sequences. */
export interface Replay extends Disposable {
  /** Stores a message as `sequence`, or as the next one where it is left out. */
  store(message: NewMessage, sequence?: number): Promise<void>;
  /** Settles when all is stored. */
  finish(): Promise<void>;
}

export interface ReplayOptions {
  readonly stream: StreamSpec;
  /** Put before every subject. */
  readonly prefix: string;
  /** The sequence before that of the first message. */
  readonly lastSequence: number;
  /** How long the stream remembers ids. */
  readonly duplicateWindowMs: number;
}

/** Subject of what takes the sequences of deleted messages. */
export const fillerSubject = "openclaw-restore-filler";

const window = 1000;
const maxIds = 100_000;
/** What the headers of a message may take of its size, in bytes. */
const headerRoom = 1024;
const stuckAfterMs = 30_000;

/** @throws EventStoreError `CORRUPT` where the server gives a message another sequence */
export function openReplay(
  wire: Wire,
  { stream: spec, prefix, lastSequence, duplicateWindowMs }: ReplayOptions,
): Replay {
  const { name: stream } = spec;
  const maxBytes = (wire.nats.info?.max_payload ?? 1024 * 1024) - headerRoom;
  const count = { sent: 0, acked: 0 };
  let failure: EventStoreError | undefined;
  let wake: (() => void) | undefined;
  const ids = new Set<string>();

  const inbox = wire.inbox();
  const subscription = wire.nats.subscribe(`${inbox}.*`, {
    callback(_, message) {
      const wanted = Number(message.subject.slice(inbox.length + 1));
      const reply = readReply(message, stream);
      count.acked += 1;
      if ("error" in reply) failure ??= reply.error;
      else if (reply.sequence !== wanted) failure ??= misplaced(stream, wanted, reply.sequence);
      wake?.();
    },
  });

  const untilUnacked = async (most: number): Promise<void> => {
    while (count.sent - count.acked > most && failure === undefined) {
      const { acked } = count;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([woken, sleep(stuckAfterMs, undefined, { ref: false })]);
      if (acked === count.acked) failure ??= stuck(stream);
    }
    if (failure !== undefined) throw failure;
  };

  const untilForgotten = async (): Promise<void> => {
    await untilUnacked(0);
    await sleep(2 * duplicateWindowMs);
    ids.clear();
  };

  const send = async ({ subject, headers: stored, data }: NewMessage): Promise<void> => {
    await untilUnacked(window);
    const { "Nats-Msg-Id": id } = stored;
    if (id !== undefined) {
      // The server would take a second message of one id for the first one sent again.
      if (ids.has(id) || ids.size === maxIds) await untilForgotten();
      ids.add(id);
    }
    const isLarge = id !== undefined && data.length > maxBytes;
    const sent = isLarge ? await checkIn(wire, spec, { id, data }) : data;
    count.sent += 1;
    wire.nats.publish(prefix + subject, sent, {
      reply: `${inbox}.${lastSequence + count.sent}`,
      headers: withoutExpectations(stored),
    });
  };

  return {
    async store(message, sequence) {
      const missing = sequence === undefined ? 0 : sequence - lastSequence - count.sent - 1;
      for (let filler = 0; filler < missing; filler += 1)
        await send({ subject: fillerSubject, headers: {}, data: new Uint8Array() });
      await send(message);
    },
    finish: async () => untilUnacked(0),
    [Symbol.dispose]: () => subscription.unsubscribe(),
  };
}

/** What a message once expected of its stream does not hold of another one. */
function withoutExpectations(all: Readonly<Record<string, string>>): MsgHdrs {
  const kept = headers();
  for (const [name, value] of Object.entries(all))
    if (!name.startsWith("Nats-Expected-")) kept.set(name, value);
  return kept;
}

function misplaced(stream: string, wanted: number, actual: number): EventStoreError {
  return new EventStoreError(
    "CORRUPT",
    `stream ${stream} stored message ${wanted} as ${actual}: something else writes to it, or its server has brought back a stream that was deleted; restore again under another name`,
  );
}

function stuck(stream: string): EventStoreError {
  return new EventStoreError(
    "TIMEOUT",
    `stream ${stream} confirmed nothing for ${stuckAfterMs / 1000} s; restore again when its server is well`,
  );
}
