import { isBlank } from "./blank-records.ts";
import { eventOf } from "./forget-in-outbox.ts";
import type { Outbox } from "./outbox.ts";
import type { Cursor, Entry } from "./record.ts";

const readLength = 512;
const blank = { id: "", key: "", subject: "", data: new Uint8Array() };

/**
 * An outbox that ends with the process, for sources that can be read again.
 *
 * @param maxBytes - what it holds at most, beyond which it refuses. Default: 64 MiB
 */
export function createMemoryOutbox(maxBytes = 64 * 1024 * 1024): Outbox {
  let entries: Entry[] = [];
  let released: Cursor = { offset: 0, index: 0 };
  let end = released;
  let floor = 0;
  let maybeSent = 0;
  return {
    get released() {
      return released;
    },
    get end() {
      return end;
    },
    isStuck: false,
    get floor() {
      return floor;
    },
    get maybeSent() {
      return maybeSent;
    },
    lost: 0,
    countFrom: (place) => end.index - Math.max(place.index, released.index),
    append({ json, ...rest }, priority = false) {
      const data = Buffer.from(json);
      if (end.offset - released.offset + data.length > maxBytes && !priority) return false;
      end = { offset: end.offset + data.length, index: end.index + 1 };
      entries.push({ ...rest, data, next: end });
      return true;
    },
    async read(from) {
      const at = Math.max(0, from.index - released.index);
      const read = entries.slice(at, at + readLength);
      maybeSent = Math.max(maybeSent, read.at(-1)?.next.offset ?? 0);
      return read;
    },
    release(before, newFloor) {
      if (before.index <= released.index) return;
      floor = newFloor;
      entries = entries.slice(before.index - released.index);
      released = before;
    },
    async forget(isForgotten) {
      let count = 0;
      entries = entries.map((entry) => {
        if (isBlank(entry) || !isForgotten(eventOf(entry.data))) return entry;
        count += 1;
        return { ...blank, next: entry.next };
      });
      return count;
    },
    sync: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
