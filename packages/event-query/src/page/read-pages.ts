import type { EventFilter, EventPage, PagedEventReader, PageOptions } from "../event-reader.ts";

/** Page after page, from a cursor or the first one to the last. */
export async function* readPages(
  reader: PagedEventReader,
  filter: EventFilter = {},
  options: PageOptions = {},
): AsyncGenerator<EventPage> {
  let { cursor } = options;
  do {
    const page = await reader.page(filter, { ...options, cursor });
    yield page;
    ({ cursor } = page);
  } while (cursor !== undefined);
}
