import type { OpenClawEvent } from "@openclaw/event-schema";
import type { Cursor, Entry, NewEntry } from "./record.ts";

/** Keeps what was accepted until the stream has it for good. The log is the queue: memory holds no events. */
export interface Outbox extends AsyncDisposable {
  /** Where the oldest kept entry starts. */
  readonly released: Cursor;
  /** Behind the newest entry. */
  readonly end: Cursor;
  /** Whether the disk takes no more, so that the newest entries wait in memory. */
  readonly isStuck: boolean;
  /** A stream sequence at or below which no kept entry stands. */
  readonly floor: number;
  /** The offset before which entries may have been sent, by this process or an earlier one. */
  readonly maybeSent: number;
  /** How many events were given up since it was opened. */
  readonly lost: number;
  /** How many entries are kept behind a place. */
  countFrom(place: Cursor): number;
  /** Takes an entry, or refuses it where the outbox is full; one of `priority` may exceed the limit. */
  append(entry: NewEntry, priority?: boolean): boolean;
  /** Entries from a place on, as many as one read gives; none at the end. */
  read(from: Cursor): Promise<readonly Entry[]>;
  /** Lets go of everything before a place. */
  release(before: Cursor, floor: number): void;
  /** Overwrites the kept events that pass a test; their entries stay, as blank ones. */
  forget(isForgotten: (event: OpenClawEvent) => boolean): Promise<number>;
  /** Settles when all that was taken is on the disk. */
  sync(): Promise<void>;
}

/** What happens when the outbox holds its limit: new events are refused, or the oldest give way. */
export type FullPolicy = "refuse-new" | "drop-oldest";

/** Entries that were taken and are given up. */
export type Loss = {
  /** The file, or the place in it, that held them. */
  readonly segment: string;
} & (
  | { readonly cause: "outbox-full"; readonly events: readonly Uint8Array[] }
  | { readonly cause: "outbox-corrupt"; readonly count: number }
);

/** What is kept in place of a loss. */
export interface LossReport {
  readonly entries: readonly NewEntry[];
  /** How many events it takes. */
  readonly count: number;
}
