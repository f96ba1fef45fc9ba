import { closeSync, fstatSync, ftruncateSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { decodeRecords, type Cursor } from "./record.ts";

/** One file of an outbox; its name tells where it starts. */
export interface Segment {
  readonly path: string;
  readonly start: Cursor;
  readonly end: Cursor;
}

const digits = 16;

/** The path of the segment that starts at a place. */
export function segmentPath(dir: string, { offset, index }: Cursor): string {
  const name = [offset, index].map((part) => String(part).padStart(digits, "0")).join("-");
  return join(dir, `${name}.log`);
}

/** The segment files of a directory, oldest first, and where they start. */
export function findSegments(dir: string): readonly Omit<Segment, "end">[] {
  return readdirSync(dir)
    .flatMap((name) => {
      const [, offset, index] = /^(\d+)-(\d+)\.log$/.exec(name) ?? [];
      if (offset === undefined || index === undefined) return [];
      return [{ path: join(dir, name), start: { offset: Number(offset), index: Number(index) } }];
    })
    .toSorted((a, b) => a.start.offset - b.start.offset);
}

/** The segments of a directory, oldest first; what a crash left behind the newest is cut off. */
export function recoverSegments(dir: string): readonly Segment[] {
  const found = findSegments(dir);
  return found
    .map(({ path, start }, at) => {
      const next = found[at + 1]?.start;
      return { path, start, end: next ?? recoverEnd(path, start) };
    })
    .filter(({ start, end }) => end.offset > start.offset);
}

/** Where the intact records of a segment end; what follows them was never accepted. */
function recoverEnd(path: string, start: Cursor): Cursor {
  const file = openSync(path, "r+");
  try {
    const bytes = Buffer.allocUnsafe(fstatSync(file).size);
    readSync(file, bytes, 0, bytes.length, 0);
    const end = decodeRecords(bytes, start).entries.at(-1)?.next ?? start;
    ftruncateSync(file, end.offset - start.offset);
    return end;
  } finally {
    closeSync(file);
  }
}
