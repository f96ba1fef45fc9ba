import type { Transform } from "node:stream";
import zlib from "node:zlib";
import { EventStoreError } from "@openclaw/event-schema";
import { z } from "zod";

/** The part of `node:sqlite` that is used here; Node 20 has none of it. */
export interface Database {
  prepare(sql: string): { iterate(...values: readonly string[]): Iterable<unknown> };
  close(): void;
}

const sqlite = z.looseObject({
  DatabaseSync: z.custom<new (path: string, options: object) => Database>(isFunction),
});
const zstd = z.looseObject({
  createZstdDecompress: z.custom<() => Transform>(isFunction),
  zstdDecompressSync: z.custom<(data: Uint8Array) => Buffer>(isFunction),
});

/**
 * Opens a SQLite database for reading.
 *
 * @throws EventStoreError `CORRUPT` where this Node has no SQLite, or the file is no database
 */
export function openDatabase(path: string): Database {
  const { data } = sqlite.safeParse(process.getBuiltinModule("node:sqlite"));
  if (data === undefined) throw needsNode("a SQLite database");
  return new data.DatabaseSync(path, { readOnly: true });
}

/** @throws EventStoreError `CORRUPT` where this Node has no zstd */
export function zstdStream(): Transform {
  return zstdFunctions().createZstdDecompress();
}

/** @throws EventStoreError `CORRUPT` where this Node has no zstd, or the data is not whole */
export function unzstd(data: Uint8Array): string {
  return zstdFunctions().zstdDecompressSync(data).toString();
}

function zstdFunctions(): z.infer<typeof zstd> {
  const { data } = zstd.safeParse(zlib);
  if (data === undefined) throw needsNode("compressed with zstd");
  return data;
}

function needsNode(what: string): EventStoreError {
  return new EventStoreError(
    "CORRUPT",
    `is ${what}, which Node ${process.versions.node} cannot read: run the import with Node 22.15 or newer`,
  );
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}
