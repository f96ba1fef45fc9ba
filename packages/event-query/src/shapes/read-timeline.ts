import type { EventFilter, EventReader, ReadOptions, StoredEvent } from "../event-reader.ts";
import { describeEvent } from "./describe-event.ts";

export interface TimelineEntry extends StoredEvent {
  /** Milliseconds since the first event of the timeline. */
  readonly elapsedMs: number;
  /** What happened, in one line. */
  readonly text: string;
}

/** What happened in a session, in order. */
export async function* readTimeline(
  reader: EventReader,
  filter: EventFilter & { readonly session: string },
  options?: ReadOptions,
): AsyncGenerator<TimelineEntry> {
  let startedAt: number | undefined;
  for await (const stored of reader.read(filter, options)) {
    startedAt ??= stored.event.timestamp;
    const elapsedMs = stored.event.timestamp - startedAt;
    yield { ...stored, elapsedMs, text: describeEvent(stored.event) };
  }
}
