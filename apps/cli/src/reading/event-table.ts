import type { StoredEvent } from "@openclaw/event-query";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { oneLine } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";
import { localTime } from "../time/local-time.ts";

const maxSummary = 100;

/** Events for people, one a line. */
export function eventTable(events: readonly StoredEvent[]): string {
  return table(
    ["TIME", "AGENT", "SESSION", "TYPE", "WHAT"],
    events.map(({ event }) => [
      localTime(event.timestamp),
      oneLine(event.agent),
      oneLine(event.session),
      oneLine(event.type),
      summary(event),
    ]),
  );
}

/** An event for people as one line, where the next ones are not known yet. */
export function eventLine({ event }: StoredEvent): string {
  const columns = [oneLine(event.agent).padEnd(8), oneLine(event.session).padEnd(24)];
  return [localTime(event.timestamp), ...columns, oneLine(event.type).padEnd(24), summary(event)]
    .join("  ")
    .trimEnd();
}

/** What an event says, in a few words: its text, tool, reason or error. */
export function summary({ payload: { data } }: OpenClawEvent): string {
  if (typeof data !== "object" || data === null) return "";
  const said = ["text", "name", "error", "reason", "cause", "model", "childSessionKey"]
    .map((field): unknown => Reflect.get(data, field))
    .filter((value): value is string => typeof value === "string");
  const line = oneLine(said.join(" "));
  return line.length > maxSummary ? `${line.slice(0, maxSummary - 1)}…` : line;
}
