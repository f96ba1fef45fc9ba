import { isCoreEvent, type CoreEvent } from "@openclaw/event-schema";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { oneLine, print, printJson } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";
import { localTime } from "../time/local-time.ts";
import { toFilter, type FilterFlags } from "./filter.ts";

export type GapsFlags = StoreFlags & Pick<FilterFlags, "agent" | "since">;

/** Prints the gaps the store knows of. */
export async function gaps(flags: GapsFlags): Promise<void> {
  const { agent, since } = await toFilter(flags);
  await using store = await openStore(flags);
  const found: CoreEvent<"store.gap">[] = [];
  for await (const { event } of store.reader.read({ agent, since, type: "store.gap" }))
    if (isCoreEvent(event, "store.gap")) found.push(event);
  const lost = found.reduce((sum, { payload }) => sum + payload.data.count, 0);
  if (flags.json)
    printJson({
      lost,
      gaps: found.map((gap) => ({
        agent: gap.agent,
        timestamp: gap.timestamp,
        ...gap.payload.data,
      })),
    });
  else print(found.length === 0 ? "no event is known to be lost" : describe(found, lost));
}

function describe(found: readonly CoreEvent<"store.gap">[], lost: number): string {
  const rows = found.map(({ agent, timestamp, payload: { data } }) => [
    localTime(timestamp),
    oneLine(agent),
    String(data.count),
    oneLine(data.cause),
    timeIfKnown(data.from),
    timeIfKnown(data.to),
  ]);
  return `${table(["TOLD", "AGENT", "LOST", "CAUSE", "FROM", "TO"], rows)}\n${lost} events are lost`;
}

function timeIfKnown(unixMs: unknown): string {
  return typeof unixMs === "number" ? localTime(unixMs) : "";
}
