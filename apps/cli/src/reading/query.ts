import { type EventFilter, type StoredEvent } from "@openclaw/event-query";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { print, printJson } from "../terminal/print.ts";
import { parseTime } from "../time/parse-time.ts";
import { eventTable } from "./event-table.ts";

export interface FilterFlags {
  readonly agent?: readonly string[] | undefined;
  readonly session?: string | undefined;
  readonly type?: readonly string[] | undefined;
  readonly run?: string | undefined;
  readonly tool?: string | undefined;
  readonly text?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

export interface QueryFlags extends StoreFlags, FilterFlags {
  readonly limit: number;
}

/** Prints the latest events that pass the filter. */
export async function query(flags: QueryFlags): Promise<void> {
  const filter = toFilter(flags);
  await using store = await openStore(flags);
  const events: StoredEvent[] = [];
  for await (const event of store.reader.read(filter)) {
    events.push(event);
    if (events.length > flags.limit) events.shift();
  }
  if (flags.json) printJson({ events });
  else print(events.length > 0 ? eventTable(events) : "no event passes the filter");
}

/** @throws EventStoreError `INVALID_ARGUMENT` where a time cannot be read */
export function toFilter({ run, tool, since, until, ...filter }: FilterFlags): EventFilter {
  const { agent, session, type, text } = filter;
  return {
    agent,
    session,
    type,
    text,
    runId: run,
    toolName: tool,
    since: since === undefined ? undefined : parseTime(since),
    until: until === undefined ? undefined : parseTime(until),
  };
}
