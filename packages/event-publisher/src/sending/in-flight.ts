import type { Cursor, Entry } from "../outbox/record.ts";

export interface InFlightOptions {
  readonly maxMessages: number;
  readonly maxBytes: number;
  /** Everything before this place is in the stream. */
  readonly acked: Cursor;
  /** The stream's last sequence that is known. */
  readonly sequence: number;
}

/** What is on its way to the stream, in the order of the outbox. */
export interface InFlight {
  /** Everything before this place is in the stream. */
  readonly acked: Cursor;
  /** A sequence at or below which nothing from {@link acked} on stands. */
  readonly floor: number;
  readonly count: number;
  /** Whether one more may be sent. */
  readonly hasRoom: boolean;
  /** Whether an entry of the key is on its way. */
  has(key: string): boolean;
  /** @returns the slot under which its ack is told */
  add(entry: Entry): number;
  settle(slot: number, sequence: number): void;
}

interface Slot {
  readonly key: string;
  readonly bytes: number;
  readonly next: Cursor;
  readonly floor: number;
  settled: boolean;
}

export function createInFlight({
  maxMessages,
  maxBytes,
  acked: firstAcked,
  sequence: firstSequence,
}: InFlightOptions): InFlight {
  const slots = new Map<number, Slot>();
  const keys = new Map<string, number>();
  let acked = firstAcked;
  let floor = firstSequence;
  let highest = firstSequence;
  let oldest = 0;
  let newest = 0;
  let bytes = 0;

  const advance = (): void => {
    for (let slot = slots.get(oldest); slot?.settled === true; slot = slots.get(oldest)) {
      acked = slot.next;
      floor = slot.floor;
      slots.delete(oldest);
      oldest += 1;
    }
  };

  return {
    get acked() {
      return acked;
    },
    get floor() {
      return floor;
    },
    get count() {
      return slots.size;
    },
    get hasRoom() {
      return slots.size < maxMessages && bytes < maxBytes;
    },
    has: (key) => keys.has(key),
    add({ key, data, next }) {
      const slot = newest;
      newest += 1;
      slots.set(slot, { key, bytes: data.length, next, floor: highest, settled: false });
      keys.set(key, (keys.get(key) ?? 0) + 1);
      bytes += data.length;
      return slot;
    },
    settle(number, sequence) {
      const slot = slots.get(number);
      if (slot === undefined || slot.settled) return;
      slot.settled = true;
      bytes -= slot.bytes;
      const left = (keys.get(slot.key) ?? 1) - 1;
      if (left === 0) keys.delete(slot.key);
      else keys.set(slot.key, left);
      highest = Math.max(highest, sequence);
      if (number === oldest) advance();
    },
  };
}
