import { open, rm, type FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  exportCloudEvents,
  exportMarkdown,
  exportNdjson,
  exportTrainingPairs,
  type Checkpoint,
  type StoredEvent,
} from "@openclaw/event-query";
import { EventStoreError } from "@openclaw/event-schema";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { readEnds } from "../store/read-ends.ts";
import { inLargePieces } from "../terminal/in-large-pieces.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/print.ts";
import { createProgressLine } from "../terminal/progress.ts";
import { toFilter, type FilterFlags } from "./filter.ts";

const writers = {
  ndjson: exportNdjson,
  markdown: exportMarkdown,
  cloudevents: exportCloudEvents,
  training: exportTrainingPairs,
};

export interface ExportFlags extends StoreFlags, FilterFlags {
  readonly format: keyof typeof writers;
  readonly out?: string | undefined;
}

/**
 * Writes the events that pass the filter, oldest first.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` where the file exists or cannot be written
 */
export async function exportEvents(flags: ExportFlags): Promise<void> {
  const { format, out } = flags;
  const filter = await toFilter(flags);
  const signal = interruptSignal();
  await using store = await openStore(flags);
  const events = store.reader.read(filter, { signal });
  if (out === undefined) {
    for await (const piece of inLargePieces(writers[format](events))) await write(piece);
    return;
  }
  const ends = await readEnds(store, filter);
  const count = await writeFile(out, { events, ends, format: writers[format] });
  if (flags.json) printJson({ path: out, events: count });
  else print(`wrote ${count} events to ${out}`);
}

interface FileOfEvents {
  readonly events: AsyncIterable<StoredEvent>;
  /** Where the streams end, to tell how far it is. */
  readonly ends: Checkpoint;
  readonly format: (events: AsyncIterable<StoredEvent>) => AsyncIterable<string>;
}

/** What could not be written whole is removed: it would look like all there is. */
async function writeFile(path: string, { events, ends, format }: FileOfEvents): Promise<number> {
  let count = 0;
  using line = createProgressLine();
  async function* watched(): AsyncGenerator<StoredEvent> {
    for await (const stored of events) {
      count += 1;
      line.show(stored.sequence, ends[stored.stream] ?? stored.sequence, stored.stream);
      yield stored;
    }
  }
  const file = await createFile(path);
  try {
    await pipeline(Readable.from(inLargePieces(format(watched()))), file.createWriteStream());
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return count;
}

async function createFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "wx", 0o600);
  } catch (cause) {
    const message = `cannot write ${path}: it must not exist yet, in a directory that does`;
    throw new EventStoreError("INVALID_ARGUMENT", message, { cause });
  }
}

/** Waits where the reader of standard output is slower. */
async function write(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise((resolve) => process.stdout.once("drain", resolve));
}
