import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Where memory is kept over restarts; what is read may be anything, as it is checked. */
export interface SnapshotStore {
  /** The bytes last written, `undefined` where there are none; rejects where they cannot be read. */
  read(): Promise<Uint8Array | undefined>;
  /** Replaces them by these pieces, wholly or not at all; pieces are made as they are taken. */
  write(pieces: Iterable<Uint8Array>): Promise<void>;
}

/** Keeps snapshots in one file that only its owner may read, as it holds what was said. */
export function createFileSnapshots(path: string): SnapshotStore {
  return {
    async read() {
      try {
        return await readFile(path);
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw error;
      }
    },
    async write(pieces) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const beside = `${path}.${randomUUID()}`;
      try {
        await writePieces(beside, pieces);
        await rename(beside, path);
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
    },
  };
}

async function writePieces(path: string, pieces: Iterable<Uint8Array>): Promise<void> {
  await using file = await open(path, "wx", 0o600);
  for (const piece of pieces) await file.writeFile(piece);
  await file.sync();
}
