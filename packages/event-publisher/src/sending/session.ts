import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, StreamState } from "@openclaw/jetstream";
import type { Forgetting } from "../forgetting.ts";
import { isBlank } from "../outbox/blank-records.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Entry } from "../outbox/record.ts";
import { createInFlight, type InFlight } from "./in-flight.ts";
import { openStreamTail, type StreamTail } from "./stream-tail.ts";
import { watchReplies, type WatchOptions } from "./watch-replies.ts";
import { watchTombstones, type TombstoneOptions } from "./watch-tombstones.ts";

export interface SessionOptions extends WatchOptions, Pick<TombstoneOptions, "logger"> {
  readonly connection: Connection;
  readonly outbox: Outbox;
  /** Subjects of the tombstones of the stream. */
  readonly tombstones: readonly string[];
  readonly forgetting: Forgetting;
  readonly onStarted: (state: StreamState, serverVersion: string) => void;
}

const window = { maxMessages: 1024, maxBytes: 8 * 1024 * 1024 };
const idleMs = 1000;
/** Events seldom come alone: what follows the first at once goes with it, in one write and one read. */
const lingerMs = 5;

/**
 * Sends what the outbox keeps over one connection, from its oldest entry on, until something fails or
 * the signal aborts. What may have been sent before is first looked for in the stream.
 *
 * @throws EventStoreError what ended it
 */
export async function sendOverConnection(options: SessionOptions): Promise<never> {
  const { connection, outbox, stream, wake } = options;
  const { maxPayload, version } = await connection.ready();
  const state = await connection.ensureStream(stream);
  const sentBefore = Math.min(outbox.maybeSent, outbox.end.offset);
  const resends = outbox.released.offset < sentBefore;
  const floor = resends ? Math.min(outbox.floor, state.lastSequence) : state.lastSequence;
  const reaching = state.clustered ? state.lastSequence : undefined;
  let tail = resends
    ? openStreamTail(connection, { stream: stream.name, floor, reaching })
    : undefined;
  let cursor = outbox.released;
  const inFlight = createInFlight({ ...window, acked: cursor, sequence: floor });
  const mayGo = orderGuard(state, inFlight);
  const watch = watchReplies(options, inFlight);
  const ended = new AbortController();
  const told: Uint8Array[] = [];

  /** While nothing is read from the outbox. */
  const forget = async (): Promise<void> => {
    const { forgetting } = options;
    const added = told.splice(0).filter((json) => forgetting.add(json));
    if (added.length > 0) await outbox.forget((event) => forgetting.has(event));
  };
  const channel = await connection.openAppendChannel(stream.name, watch.onReply, watch.onRefused);

  const maxBytes = Math.min(maxPayload, state.maxMessageBytes ?? Infinity);
  /** Headers count, too. */
  const isLarge = ({ data }: Entry): boolean => data.length + 1024 > maxBytes;

  const findSent = async (entry: Entry, known: StreamTail): Promise<number | undefined> => {
    if (entry.next.offset <= sentBefore) return known.find(entry.id);
    tail = undefined;
    await known.close();
    return undefined;
  };

  const send = async (entry: Entry): Promise<void> => {
    while (!mayGo(entry)) {
      await wake.wait(idleMs);
      watch.check();
    }
    if (isBlank(entry)) {
      watch.onReply(inFlight.add(entry), { sequence: floor, duplicate: true });
      return;
    }
    const sequence = tail === undefined ? undefined : await findSent(entry, tail);
    const message = isLarge(entry)
      ? { ...entry, data: await connection.checkIn(stream, entry) }
      : entry;
    const slot = inFlight.add(entry);
    if (sequence === undefined) channel.send(slot, message);
    else watch.onReply(slot, { sequence, duplicate: true });
  };

  const wait = async (): Promise<void> => {
    const isIdle = inFlight.count === 0;
    await wake.wait(idleMs);
    if (isIdle) await sleep(lingerMs);
  };

  const sendAll = async (entries: readonly Entry[]): Promise<void> => {
    for (const entry of entries) {
      watch.check();
      // What was read before may have been forgotten since: it is read again.
      if (told.length > 0) return;
      // The usual case takes no turn of the event loop.
      if (tail === undefined && mayGo(entry) && !isLarge(entry) && !isBlank(entry))
        channel.send(inFlight.add(entry), entry);
      else await send(entry);
      cursor = entry.next;
    }
  };

  try {
    const signal = AbortSignal.any([options.signal, ended.signal]);
    const { tombstones: subjects, logger } = options;
    await watchTombstones({
      connection,
      stream: stream.name,
      subjects,
      signal,
      logger,
      onTombstone(json) {
        told.push(json);
        wake.call();
      },
    });
    options.onStarted(state, version);
    for (;;) {
      await forget();
      const entries = await outbox.read(cursor);
      await (entries.length > 0 ? sendAll(entries) : wait());
      watch.check();
    }
  } finally {
    ended.abort();
    watch.stop();
    channel.close();
    await tail?.close();
  }
}

/** Where sending ahead could change the order of a session's events, each waits for the ack of the last. */
function orderGuard({ storesInOrder }: StreamState, inFlight: InFlight): (entry: Entry) => boolean {
  return storesInOrder
    ? () => inFlight.hasRoom
    : ({ key }) => inFlight.hasRoom && !inFlight.has(key);
}
