import { closeSync, constants, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { z } from "zod";

/** A small JSON value on disk, which can be replaced even where the disk is full. */
export interface KeptJson extends Disposable {
  /** Replaces the value in one step. */
  write(value: unknown): void;
}

interface KeptJsonPlace {
  readonly dir: string;
  readonly name: string;
}

const recordSchema = z.object({ serial: z.number().int(), value: z.unknown() });
type Kept = z.infer<typeof recordSchema>;

const copies = ["a", "b"] as const;
/** The room a copy takes from the start on, so that later ones need none. */
const reserved = 4096;

/** Takes the room for a value at once, and keeps the value that is there. */
export function openKeptJson(place: KeptJsonPlace): KeptJson {
  let serial = newest(place)?.serial ?? 0;
  const files = copies.map((copy) => openCopy(pathOf(place, copy)));
  return {
    write(value) {
      serial += 1;
      writeLine(files[serial % 2] ?? 0, JSON.stringify({ serial, value } satisfies Kept));
    },
    [Symbol.dispose]() {
      for (const file of files) closeSync(file);
    },
  };
}

/** The value that was written last, `undefined` where there is none that is whole. */
export function readKeptJson(place: KeptJsonPlace): unknown {
  return newest(place)?.value;
}

function newest(place: KeptJsonPlace): Kept | undefined {
  const [one, other] = copies.map((copy) => readCopy(pathOf(place, copy)));
  return (one?.serial ?? -1) > (other?.serial ?? -1) ? one : other;
}

function pathOf({ dir, name }: KeptJsonPlace, copy: (typeof copies)[number]): string {
  return join(dir, `${name}-${copy}.json`);
}

function openCopy(path: string): number {
  const isWhole = readCopy(path) !== undefined;
  const file = openSync(path, constants.O_CREAT | constants.O_RDWR, 0o600);
  if (!isWhole) writeLine(file, "");
  return file;
}

/** A line of its own: what an earlier, longer one left behind it is not read. */
function writeLine(file: number, json: string): void {
  const line = `${json.padEnd(reserved - checksumLength - 2)} ${checksum(json)}\n`;
  writeSync(file, line, 0);
}

function readCopy(path: string): Kept | undefined {
  try {
    const [line = ""] = readFileSync(path, "utf8").split("\n", 1);
    const json = line.slice(0, -checksumLength).trimEnd();
    return line.endsWith(checksum(json)) ? recordSchema.parse(JSON.parse(json)) : undefined;
  } catch {
    return undefined;
  }
}

const checksumLength = 8;

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(checksumLength, "0");
}
