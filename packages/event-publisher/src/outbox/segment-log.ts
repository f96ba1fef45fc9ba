import { readFileSync, unlinkSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { decodeRecords, type Cursor, type DecodedRecords, type Entry } from "./record.ts";
import {
  openSegmentWriter,
  type SegmentWriter,
  type SegmentWriterOptions,
} from "./segment-writer.ts";
import type { Segment } from "./segments.ts";

/** A log of records in segment files: written at its end, read from any place, shortened at its start. */
export interface SegmentLog extends AsyncDisposable {
  readonly writer: SegmentWriter;
  /** The complete segments, oldest first. */
  readonly complete: readonly Segment[];
  /** What the log takes on the disk, with what is about to be written. */
  readonly bytes: number;
  /** The segment that holds a place, or else the next one behind it. */
  find(place: Cursor): Segment | undefined;
  /** Records of a segment from a place on, as many as one read gives. */
  read(segment: Segment, from: Cursor): Promise<DecodedRecords>;
  readWhole(segment: Segment): readonly Entry[];
  remove(segment: Segment): void;
}

const readLength = 256 * 1024;

export function openSegmentLog(
  recovered: readonly Segment[],
  options: Omit<SegmentWriterOptions, "onRolled">,
): SegmentLog {
  const complete = [...recovered];
  let completeBytes = complete.reduce((sum, segment) => sum + lengthOf(segment), 0);
  let reader: { readonly path: string; readonly file: FileHandle } | undefined;
  const writer = openSegmentWriter({
    ...options,
    onRolled(segment) {
      complete.push(segment);
      completeBytes += lengthOf(segment);
    },
  });

  const closeReader = (): void => {
    void reader?.file.close().catch(options.onError);
    reader = undefined;
  };

  const fileOf = async ({ path }: Segment): Promise<FileHandle> => {
    if (reader?.path === path) return reader.file;
    closeReader();
    reader = { path, file: await open(path, "r") };
    return reader.file;
  };

  return {
    writer,
    complete,
    get bytes() {
      return completeBytes + writer.taken.offset - writer.start.offset;
    },
    find(place) {
      const found = complete.find(({ end }) => end.offset > place.offset);
      if (found !== undefined) return found;
      const { path, start, end } = writer;
      return end.offset > place.offset ? { path, start, end } : undefined;
    },
    async read(segment, from) {
      const file = await fileOf(segment);
      const left = segment.end.offset - from.offset;
      let length = Math.min(readLength, left);
      for (;;) {
        const bytes = Buffer.allocUnsafe(length);
        await file.read(bytes, 0, length, from.offset - segment.start.offset);
        const decoded = decodeRecords(bytes, from);
        const { entries, needed, corrupt } = decoded;
        if (entries.length > 0 || corrupt || needed <= length || needed > left) return decoded;
        length = needed;
      }
    },
    readWhole: ({ path, start }) => decodeRecords(readFileSync(path), start).entries,
    remove(segment) {
      complete.splice(complete.indexOf(segment), 1);
      completeBytes -= lengthOf(segment);
      unlinkSync(segment.path);
      // An open file keeps its room on the disk.
      if (reader?.path === segment.path) closeReader();
    },
    async [Symbol.asyncDispose]() {
      await writer.close();
      await reader?.file.close();
    },
  };
}

function lengthOf({ start, end }: Segment): number {
  return end.offset - start.offset;
}
