import { summarizeSessions } from "@openclaw/event-query";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { oneLine, print, printJson } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";
import { localTime } from "../time/local-time.ts";
import { toFilter, type FilterFlags } from "./filter.ts";

export interface SessionsFlags extends StoreFlags, FilterFlags {
  readonly limit: number;
}

/** Prints the sessions that events belong to, the latest first. */
export async function sessions(flags: SessionsFlags): Promise<void> {
  const filter = await toFilter(flags);
  await using store = await openStore(flags);
  const all = await summarizeSessions(store.reader.read(filter));
  const shown = all.slice(0, flags.limit);
  if (flags.json) printJson({ sessions: shown, total: all.length });
  else if (shown.length === 0) print("no session has an event that passes the filter");
  else
    print(
      table(
        ["LAST EVENT", "AGENT", "SESSION", "EVENTS", "MESSAGES", "RUNS", "LAST SAID"],
        shown.map(({ lastAt, agent, session, events, messages, runs, lastText = "" }) => [
          localTime(lastAt),
          oneLine(agent),
          oneLine(session),
          String(events),
          String(messages),
          String(runs),
          oneLine(lastText).slice(0, 60),
        ]),
      ),
    );
}
