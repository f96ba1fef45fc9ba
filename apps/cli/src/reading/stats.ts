import { countEvents, type EventCounts } from "@openclaw/event-query";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { formatDuration } from "../terminal/format.ts";
import { oneLine, print, printJson } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";
import { toFilter, type FilterFlags } from "./filter.ts";

/** Prints how many events there are, by agent, type, day and tool. */
export async function stats(flags: StoreFlags & FilterFlags): Promise<void> {
  const filter = await toFilter(flags);
  await using store = await openStore(flags);
  const counts = await countEvents(store.reader.read(filter));
  if (flags.json) printJson(counts);
  else tell(counts);
}

function tell({ total, byAgent, byType, byDay, tools }: EventCounts): void {
  print(`${total} events`);
  const parts = { AGENT: byAgent, TYPE: byType, DAY: byDay };
  for (const [head, counts] of Object.entries(parts)) {
    const rows = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
    if (rows.length > 0)
      print(
        `\n${table(
          [head, "EVENTS"],
          rows.map(([name, count]) => [oneLine(name), String(count)]),
        )}`,
      );
  }
  const rows = Object.entries(tools).map(
    ([name, { results, errors, meanDurationMs, maxDurationMs }]) => [
      oneLine(name),
      String(results),
      String(errors),
      meanDurationMs === undefined ? "" : formatDuration(meanDurationMs),
      maxDurationMs === undefined ? "" : formatDuration(maxDurationMs),
    ],
  );
  if (rows.length > 0) print(`\n${table(["TOOL", "RESULTS", "ERRORS", "MEAN", "LONGEST"], rows)}`);
}
