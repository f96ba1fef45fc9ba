import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeRecords, encodeRecord, maxRecordLength, type NewEntry } from "./record.ts";

const start = { offset: 1000, index: 7 };
const text = fc.string({ unit: "grapheme" });
const entries = fc.array(fc.record({ id: text, key: text, subject: text, json: text }), {
  minLength: 1,
  maxLength: 8,
});

test("gives back what was written", () => {
  fc.assert(
    fc.property(entries, (written) => {
      const { entries: read, damaged, corrupt } = decodeRecords(encodeAll(written), start);

      expect([damaged, corrupt]).toEqual([[], false]);
      expect(read.map(toNewEntry)).toEqual(written);
      expect(read.at(-1)?.next.index).toBe(start.index + written.length);
    }),
    { numRuns: 10_000 },
  );
});

test("takes no more room than it says", () => {
  fc.assert(
    fc.property(entries, (written) => {
      const most = written.reduce((sum, entry) => sum + maxRecordLength(entry), 0);

      expect(encodeAll(written).length).toBeLessThanOrEqual(most);
    }),
  );
});

test("never reads a cut-off record as an entry", () => {
  fc.assert(
    fc.property(entries, fc.nat(), (written, cut) => {
      const bytes = encodeAll(written);
      const { entries: read } = decodeRecords(bytes.subarray(0, cut % bytes.length), start);

      expect(written.slice(0, read.length)).toEqual(read.map(toNewEntry));
      expect(read.length).toBeLessThan(written.length);
    }),
    { numRuns: 10_000 },
  );
});

test("never reads a changed record as an entry, and finds the ones behind it", () => {
  fc.assert(
    fc.property(entries, fc.nat(), fc.integer({ min: 1, max: 255 }), (written, place, change) => {
      const bytes = encodeAll(written);
      const at = place % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ change;
      const { entries: read } = decodeRecords(bytes, start);

      const intact = written.filter((entry) => read.some((each) => same(each, entry)));
      expect(read.length).toBeLessThan(written.length);
      expect(intact.length).toBeGreaterThanOrEqual(read.length);
    }),
    { numRuns: 10_000 },
  );
});

function encodeAll(written: readonly NewEntry[]): Buffer {
  const bytes = Buffer.alloc(written.reduce((sum, entry) => sum + maxRecordLength(entry), 0));
  const end = written.reduce((at, entry) => encodeRecord(bytes, at, entry), 0);
  return bytes.subarray(0, end);
}

type Read = ReturnType<typeof decodeRecords>["entries"][number];

function toNewEntry({ id, key, subject, data }: Read): NewEntry {
  return { id, key, subject, json: Buffer.from(data).toString() };
}

function same(read: Read, entry: NewEntry): boolean {
  return JSON.stringify(toNewEntry(read)) === JSON.stringify(entry);
}
