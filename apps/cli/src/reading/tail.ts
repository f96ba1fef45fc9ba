import type { StoredEvent } from "@openclaw/event-query";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { readEnds } from "../store/read-ends.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/print.ts";
import { eventLine } from "./event-table.ts";
import { toFilter, type FilterFlags } from "./filter.ts";

export interface TailFlags extends StoreFlags, FilterFlags {
  readonly follow?: true | undefined;
  readonly lines: number;
}

/** Prints the last events and, if asked to, those to come until it is interrupted. */
export async function tail(flags: TailFlags): Promise<void> {
  const filter = await toFilter(flags);
  const signal = interruptSignal();
  const tell = (stored: StoredEvent): void =>
    flags.json ? printJson(stored) : print(eventLine(stored));
  await using store = await openStore(flags);
  const after = await readEnds(store, filter);
  const { events } = await store.reader.page(filter, { order: "desc", limit: flags.lines });
  // What came in between is left to following.
  const last = events.filter(({ stream, sequence }) => sequence <= (after[stream] ?? 0));
  for (const stored of last.toReversed()) tell(stored);
  if (!flags.follow) return;
  for await (const stored of store.reader.follow(filter, { after, signal })) tell(stored);
}
