import { crc32 } from "node:zlib";

/** What the publisher puts into the outbox for one event. */
export interface NewEntry {
  readonly id: string;
  /** Entries of one key reach the stream in the order they were appended. */
  readonly key: string;
  readonly subject: string;
  /** The event as JSON. */
  readonly json: string;
}

export interface Entry {
  readonly id: string;
  readonly key: string;
  readonly subject: string;
  /** The event as JSON in UTF-8. */
  readonly data: Uint8Array;
  /** Where the next entry starts. */
  readonly next: Cursor;
}

/** A place in an outbox: the bytes and the entries before it, since the outbox was first used. */
export interface Cursor {
  readonly offset: number;
  readonly index: number;
}

/*
 * A record, integers little-endian, text in UTF-8:
 *   u32 length of the body, u32 CRC-32 of the body
 *   body: u16 length of id, u16 of key, u16 of subject, id, key, subject, event
 */
const headerLength = 8;
const lengthsLength = 6;

/** The most bytes the record of an entry can take. */
export function maxRecordLength({ id, key, subject, json }: NewEntry): number {
  return headerLength + lengthsLength + 3 * (id.length + key.length + subject.length + json.length);
}

/** Writes the record of an entry, for which there has to be room, and returns where it ends. */
export function encodeRecord(target: Buffer, start: number, entry: NewEntry): number {
  const body = start + headerLength;
  const { id, key, subject, json } = entry;
  let at = body + lengthsLength;
  for (const [position, text] of [id, key, subject].entries()) {
    const length = target.write(text, at);
    target.writeUInt16LE(length, body + 2 * position);
    at += length;
  }
  at += target.write(json, at);
  target.writeUInt32LE(at - body, start);
  target.writeUInt32LE(crc32(target.subarray(body, at)), start + 4);
  return at;
}

/** A record of the same length without anything in it. */
export function blankRecord({ id, key, subject, data }: Entry): {
  readonly bytes: Buffer;
  readonly length: number;
} {
  const texts = [id, key, subject].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const length = headerLength + lengthsLength + texts + data.length;
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(length - headerLength, 0);
  bytes.writeUInt32LE(crc32(bytes.subarray(headerLength)), 4);
  return { bytes, length };
}

export interface DecodedRecords {
  readonly entries: readonly Entry[];
  /** Offsets of damaged records that intact ones follow. */
  readonly damaged: readonly number[];
  /** Bytes that a whole record would need where the last one is cut off. */
  readonly needed: number;
  /** Whether the records end in something that is no record. */
  readonly corrupt: boolean;
}

/** Reads the whole, intact records at the start of `bytes`, which were read at `from`. */
export function decodeRecords(bytes: Buffer, from: Cursor): DecodedRecords {
  const entries: Entry[] = [];
  const damaged: number[] = [];
  let at = 0;
  while (bytes.length - at >= headerLength) {
    const end = endOf(bytes, at);
    if (end > bytes.length) return { entries, damaged, needed: end - at, corrupt: false };
    if (isIntact(bytes, at)) {
      const index = from.index + entries.length + damaged.length + 1;
      const next = { offset: from.offset + end, index };
      entries.push(decodeBody(bytes.subarray(at + headerLength, end), next));
    } else if (isIntact(bytes, end)) damaged.push(from.offset + at);
    else return { entries, damaged, needed: 0, corrupt: true };
    at = end;
  }
  return { entries, damaged, needed: at < bytes.length ? headerLength : 0, corrupt: false };
}

function endOf(bytes: Buffer, at: number): number {
  return at + headerLength + bytes.readUInt32LE(at);
}

function isIntact(bytes: Buffer, at: number): boolean {
  if (bytes.length - at < headerLength) return false;
  const body = at + headerLength;
  const end = endOf(bytes, at);
  if (end > bytes.length || end - body < lengthsLength) return false;
  return crc32(bytes.subarray(body, end)) === bytes.readUInt32LE(at + 4);
}

function decodeBody(body: Buffer, next: Cursor): Entry {
  const idEnd = lengthsLength + body.readUInt16LE(0);
  const keyEnd = idEnd + body.readUInt16LE(2);
  const subjectEnd = keyEnd + body.readUInt16LE(4);
  return {
    id: body.toString("utf8", lengthsLength, idEnd),
    key: body.toString("utf8", idEnd, keyEnd),
    subject: body.toString("utf8", keyEnd, subjectEnd),
    data: body.subarray(subjectEnd),
    next,
  };
}
