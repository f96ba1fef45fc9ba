import { closeSync, constants, fdatasync, openSync, writeSync } from "node:fs";
import { promisify } from "node:util";
import {
  decodeRecords,
  encodeRecord,
  maxRecordLength,
  type Cursor,
  type Entry,
  type NewEntry,
} from "./record.ts";
import { segmentPath, type Segment } from "./segments.ts";

export interface SegmentWriterOptions {
  readonly dir: string;
  readonly start: Cursor;
  readonly segmentBytes: number;
  readonly syncWithinMs: number;
  /** A segment is complete and the next one begun. */
  readonly onRolled: (complete: Segment) => void;
  readonly onError: (error: unknown) => void;
}

/** Appends to the newest segment. */
export interface SegmentWriter {
  readonly path: string;
  readonly start: Cursor;
  /** Behind the last entry that the operating system has. */
  readonly end: Cursor;
  /** Behind the last entry that was taken. */
  readonly taken: Cursor;
  /** Whether the disk has refused the last write. */
  readonly isFailing: boolean;
  /**
   * Takes an entry; it is handed to the operating system, and so survives this process, before the
   * current turn of the event loop ends. `false` where earlier entries cannot be written.
   */
  append(entry: NewEntry): boolean;
  /** What was taken and not yet written, from a place on. */
  waiting(from: Cursor): readonly Entry[];
  /** Hands over at once what was taken, or tells that it cannot. */
  write(): boolean;
  /**
   * Completes the segment and begins the next one. What cannot be written and lies before `released` is
   * left out.
   */
  roll(released?: Cursor): void;
  /** Settles when all that was taken is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

const bufferLength = 256 * 1024;
const retryMs = 500;
const flush = promisify(fdatasync);

export function openSegmentWriter({
  dir,
  start: firstStart,
  segmentBytes,
  syncWithinMs,
  onRolled,
  onError,
}: SegmentWriterOptions): SegmentWriter {
  const buffer = Buffer.allocUnsafe(bufferLength);
  let filled = 0;
  let count = 0;
  let start = firstStart;
  let end = firstStart;
  let file = openSegment(dir, start);
  let failing = false;
  let scheduled = false;
  let unsynced = false;
  let syncing: Promise<void> | undefined;
  let syncTimer: NodeJS.Timeout | undefined;
  let retryTimer: NodeJS.Timeout | undefined;

  const taken = (): Cursor => ({ offset: end.offset + filled, index: end.index + count });

  /** Writes all or, where the disk refuses, as much as it takes; the rest stays for later. */
  const write = (): boolean => {
    scheduled = false;
    if (filled === 0) return true;
    const length = filled;
    try {
      writeAll(file, buffer.subarray(0, length), end.offset - start.offset);
      failing = false;
    } catch (error) {
      failing = true;
      onError(error);
      retryTimer ??= setTimeout(retry, retryMs).unref();
      return false;
    }
    const entries = count;
    filled = 0;
    count = 0;
    advance(length, entries);
    return true;
  };

  const retry = (): void => {
    retryTimer = undefined;
    write();
  };

  const advance = (length: number, entries: number): void => {
    end = { offset: end.offset + length, index: end.index + entries };
    unsynced = true;
    syncTimer ??= setTimeout(() => void sync(), syncWithinMs);
    if (end.offset - start.offset >= segmentBytes) roll();
  };

  const sync = async (): Promise<void> => {
    clearTimeout(syncTimer);
    syncTimer = undefined;
    write();
    await syncing;
    if (!unsynced) return;
    unsynced = false;
    syncing = flush(file)
      .catch(onError)
      .finally(() => (syncing = undefined));
    await syncing;
  };

  const roll = (released = end): void => {
    write();
    const next = released.offset >= taken().offset ? taken() : end;
    if (next.offset === start.offset) return;
    const complete = { path: segmentPath(dir, start), start, end };
    const old = file;
    try {
      file = openSegment(dir, next);
    } catch (error) {
      // The segment grows on until the next one can be made.
      onError(error);
      return;
    }
    if (next.offset > end.offset) {
      filled = 0;
      count = 0;
      failing = false;
    }
    start = next;
    end = next;
    void Promise.all([syncing, flush(old)])
      .catch(onError)
      .finally(() => closeSync(old));
    onRolled(complete);
  };

  return {
    get path() {
      return segmentPath(dir, start);
    },
    get start() {
      return start;
    },
    get end() {
      return end;
    },
    get taken() {
      return taken();
    },
    get isFailing() {
      return failing;
    },
    append(entry) {
      const needed = maxRecordLength(entry);
      // What the disk does not take is not accepted, apart from what was before that was known.
      if ((failing || needed > bufferLength - filled) && !write()) return false;
      if (needed > bufferLength) return writeLarge(entry, needed);
      filled = encodeRecord(buffer, filled, entry);
      count += 1;
      if (!scheduled) {
        scheduled = true;
        queueMicrotask(write);
      }
      return true;
    },
    waiting: (from) =>
      decodeRecords(Buffer.from(buffer.subarray(from.offset - end.offset, filled)), from).entries,
    write,
    roll,
    sync,
    async close() {
      await sync();
      clearTimeout(retryTimer);
      closeSync(file);
    },
  };

  function writeLarge(entry: NewEntry, needed: number): boolean {
    const large = Buffer.allocUnsafe(needed);
    const length = encodeRecord(large, 0, entry);
    try {
      writeAll(file, large.subarray(0, length), end.offset - start.offset);
    } catch (error) {
      onError(error);
      return false;
    }
    advance(length, 1);
    return true;
  }
}

function openSegment(dir: string, start: Cursor): number {
  return openSync(segmentPath(dir, start), constants.O_CREAT | constants.O_RDWR, 0o600);
}

function writeAll(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
}
