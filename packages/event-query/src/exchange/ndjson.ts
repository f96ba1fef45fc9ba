import { EventStoreError, parseEvent, type OpenClawEvent } from "@openclaw/event-schema";
import { readLines } from "@openclaw/jetstream";
import type { Abortable, StoredEvent } from "../event-reader.ts";

/** Events as newline-delimited JSON, one a line. */
export async function* exportNdjson(events: AsyncIterable<StoredEvent>): AsyncGenerator<string> {
  for await (const { event } of events) yield `${JSON.stringify(event)}\n`;
}

export interface ImportOptions extends Abortable {
  /** Takes over an event, whose line has so many characters; the next one is not read before. */
  readonly sink: (event: OpenClawEvent, length: number) => Promise<void> | void;
  /** Told how many events have been taken over. */
  readonly onProgress?: ((imported: number) => void) | undefined;
}

/**
 * Hands the events of newline-delimited JSON to a sink, byte for byte as {@link exportNdjson} wrote them.
 * Events keep their ids: what is in the store already is not stored again.
 *
 * @param input text or bytes, in pieces of any size
 * @returns how many events there were
 * @throws EventStoreError `INVALID_EVENT`, naming the line, or `ABORTED`
 */
export async function importNdjson(
  input: AsyncIterable<string | Uint8Array>,
  { sink, onProgress, signal }: ImportOptions,
): Promise<number> {
  let line = 0;
  let imported = 0;
  try {
    for await (const text of readLines(input)) {
      signal?.throwIfAborted();
      line += 1;
      if (text.trim() === "") continue;
      await sink(eventOf(text, line), text.length);
      imported += 1;
      onProgress?.(imported);
    }
  } catch (cause) {
    if (!signal?.aborted) throw cause;
    const message = `the import was aborted after ${imported} events`;
    throw new EventStoreError("ABORTED", message, { cause });
  }
  return imported;
}

function eventOf(text: string, line: number): OpenClawEvent {
  try {
    return parseEvent(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EventStoreError("INVALID_EVENT", `line ${line} holds no event: ${reason}`, { cause });
  }
}
