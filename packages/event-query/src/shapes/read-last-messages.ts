import type { EventFilter, PagedEventReader, ReadOptions, StoredEvent } from "../event-reader.ts";
import { messageTypes } from "./is-message.ts";

/** The last messages that were said, oldest first. */
export async function readLastMessages(
  reader: PagedEventReader,
  filter: Omit<EventFilter, "type">,
  { limit, signal }: ReadOptions & { readonly limit: number },
): Promise<readonly StoredEvent[]> {
  const page = await reader.page(
    { ...filter, type: messageTypes },
    { order: "desc", limit, signal },
  );
  return page.events.toReversed();
}
