import { describeEvent, type StoredEvent } from "@openclaw/event-query";
import { oneLine } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";
import { localTime } from "../time/local-time.ts";

/** Events for people, one a line. */
export function eventTable(events: readonly Pick<StoredEvent, "event">[]): string {
  return table(
    ["TIME", "AGENT", "SESSION", "TYPE", "WHAT"],
    events.map(({ event }) => [
      localTime(event.timestamp),
      oneLine(event.agent),
      oneLine(event.session),
      oneLine(event.type),
      oneLine(describeEvent(event)),
    ]),
  );
}

/** An event for people as one line, where the next ones are not known yet. */
export function eventLine({ event }: StoredEvent): string {
  const columns = [oneLine(event.agent).padEnd(8), oneLine(event.session).padEnd(24)];
  return [localTime(event.timestamp), ...columns, stepLine(event)].join("  ");
}

/** What happened, without when and where. */
export function stepLine(event: StoredEvent["event"]): string {
  return `${oneLine(event.type).padEnd(24)}  ${oneLine(describeEvent(event))}`.trimEnd();
}
