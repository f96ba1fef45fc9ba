import { setImmediate as turn } from "node:timers/promises";
import type { Bench } from "@openclaw/tooling/bench";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { open as openLmdb } from "lmdb";
import { openDiskOutbox } from "../src/outbox/disk-outbox.ts";
import { madeUpEvents } from "./made-up-events.ts";
import { percentile } from "./percentile.ts";

const count = 100_000;
const burst = 20;

/** A way to keep entries on disk. */
interface Kept {
  readonly append: (n: number, json: string) => void;
  readonly sync: () => Promise<void>;
  /** Reads everything back and lets it go. */
  readonly drain: () => Promise<number>;
  readonly close: () => Promise<void>;
}

const ways: Readonly<Record<string, (dir: string) => Promise<Kept>>> = {
  async "segment log"(dir) {
    const outbox = await openDiskOutbox({ dir, describeLoss: () => ({ entries: [], count: 0 }) });
    return {
      append: (n, json) => outbox.append({ id: String(n), key: "k", subject: "a.b", json }),
      sync: async () => outbox.sync(),
      async drain() {
        let read = 0;
        let place = outbox.released;
        for (;;) {
          const entries = await outbox.read(place);
          const next = entries.at(-1)?.next;
          if (next === undefined) return read;
          read += entries.length;
          place = next;
          outbox.release(place, 0);
        }
      },
      close: async () => outbox[Symbol.asyncDispose](),
    };
  },
  async lmdb(dir) {
    const db = openLmdb<string, number>({ path: dir, encoding: "string" });
    return {
      append: (n, json) => void db.put(n, json),
      sync: async () => void (await db.flushed),
      async drain() {
        let read = 0;
        for (const { key } of db.getRange({ snapshot: false })) {
          read += 1;
          void db.remove(key);
        }
        await db.flushed;
        return read;
      },
      close: async () => db.close(),
    };
  },
};

/** The outbox's own log against a well-kept embedded store. */
export const bench: Bench = async (report) => {
  const lines = madeUpEvents(count, 500).map((event) => JSON.stringify(event));
  for (const [name, open] of Object.entries(ways)) {
    await using temporary = await temporaryDir();
    const { dir } = temporary;
    const kept = await open(dir);
    const waits = new Float64Array(count);
    const start = performance.now();
    for (let at = 0; at < count; at += burst) {
      for (let n = at; n < at + burst; n++) {
        const from = performance.now();
        kept.append(n, lines[n] ?? "");
        waits[n] = (performance.now() - from) * 1000;
      }
      await turn();
    }
    await kept.sync();
    const written = performance.now();
    const read = await kept.drain();
    const drained = performance.now();
    await kept.close();
    report({ case: `${name}: append p50`, value: percentile(waits, 0.5), unit: "µs" });
    report({ case: `${name}: append p99`, value: percentile(waits, 0.99), unit: "µs" });
    report({
      case: `${name}: append and sync`,
      value: (count / (written - start)) * 1000,
      unit: "entries/s",
    });
    report({
      case: `${name}: read and release`,
      value: (read / (drained - written)) * 1000,
      unit: "entries/s",
    });
  }
};
