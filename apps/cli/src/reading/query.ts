import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { readEnds } from "../store/read-ends.ts";
import { dim, note, print, printJson } from "../terminal/print.ts";
import { eventTable } from "./event-table.ts";
import { toFilter, type FilterFlags } from "./filter.ts";

export interface QueryFlags extends StoreFlags, FilterFlags {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly first?: true | undefined;
}

/** Prints a page of the events that pass the filter: the latest, or those before a cursor. */
export async function query(flags: QueryFlags): Promise<void> {
  const filter = await toFilter(flags);
  const { limit, cursor, first } = flags;
  await using store = await openStore(flags);
  if (!first) await readEnds(store, filter);
  const order = first ? "asc" : "desc";
  const page = await store.reader.page(filter, { limit, cursor, order });
  const events = page.events.toSorted((a, b) => a.storedAt - b.storedAt || a.sequence - b.sequence);
  if (flags.json) printJson({ events, cursor: page.cursor ?? null });
  else {
    print(events.length > 0 ? eventTable(events) : "no event passes the filter");
    if (page.cursor !== undefined)
      note(dim(`${first ? "later" : "earlier"} ones: the same with --cursor ${page.cursor}`));
  }
}
