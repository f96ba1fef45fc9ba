import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Where memory is kept over restarts; what is read may be anything, as it is checked. */
export interface SnapshotStore {
  /** The text last written, `undefined` where there is none. */
  read(): Promise<string | undefined>;
  /** Replaces it by these lines, wholly or not at all. */
  write(lines: Iterable<string>): Promise<void>;
}

/** Characters written at once, so that the event loop is never held for long. */
const chunkLength = 1 << 18;

/** Keeps snapshots in one file that only its owner may read, as it holds what was said. */
export function createFileSnapshots(path: string): SnapshotStore {
  return {
    async read() {
      return readFile(path, "utf8").catch(() => undefined);
    },
    async write(lines) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const beside = `${path}.${randomUUID()}`;
      try {
        await writeChunks(beside, lines);
        await rename(beside, path);
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
    },
  };
}

async function writeChunks(path: string, lines: Iterable<string>): Promise<void> {
  await using file = await open(path, "wx", 0o600);
  let chunk = "";
  for (const line of lines) {
    chunk += line;
    if (chunk.length < chunkLength) continue;
    await file.write(chunk);
    chunk = "";
  }
  await file.write(chunk);
  await file.sync();
}
