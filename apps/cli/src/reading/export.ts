import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  exportCloudEvents,
  exportMarkdown,
  exportNdjson,
  exportTrainingPairs,
  type StoredEvent,
} from "@openclaw/event-query";
import { EventStoreError } from "@openclaw/event-schema";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/print.ts";
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
  const counter = { events: 0 };
  const text = writers[format](counted(store.reader.read(filter, { signal }), counter));
  if (out === undefined) {
    for await (const piece of text) await write(piece);
    return;
  }
  try {
    const file = createWriteStream(out, { mode: 0o600, flags: "wx" });
    await pipeline(Readable.from(text), file);
  } catch (cause) {
    if (!(cause instanceof Error && "syscall" in cause)) throw cause;
    const message = `cannot write ${out}: it must not exist yet, in a directory that does`;
    throw new EventStoreError("INVALID_ARGUMENT", message, { cause });
  }
  if (flags.json) printJson({ path: out, events: counter.events });
  else print(`wrote ${counter.events} events to ${out}`);
}

async function* counted(
  events: AsyncIterable<StoredEvent>,
  counter: { events: number },
): AsyncGenerator<StoredEvent> {
  for await (const stored of events) {
    counter.events += 1;
    yield stored;
  }
}

/** Waits where the reader of standard output is slower. */
async function write(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise((resolve) => process.stdout.once("drain", resolve));
}
