import type { StoredEvent } from "@openclaw/event-query";
import type { OpenClawEvent } from "@openclaw/event-schema";

/** Counts of stored events, a row for each type and a column for each agent. */
export function countTable(stored: readonly StoredEvent[]): string {
  const agents = [...new Set(stored.map(({ event }) => event.agent))].toSorted();
  const types = [...new Set(stored.map(({ event }) => event.type))].toSorted();
  const count = (type: string, agent: string): number =>
    stored.filter(({ event }) => event.type === type && event.agent === agent).length;
  const width = Math.max(...types.map(({ length }) => length)) + 2;
  const row = (name: string, cells: readonly (string | number)[]): string =>
    `  ${name.padEnd(width)}${cells.map((cell) => String(cell).padStart(8)).join("")}`;
  const rows = types.map((type) => {
    const counts = agents.map((agent) => count(type, agent));
    return row(type, counts);
  });
  return [row("", agents), ...rows].join("\n");
}

/** The events of one session, a line each. */
export function timeline(stored: readonly StoredEvent[]): string {
  return stored
    .map(({ event }) => `  ${timeOf(event.timestamp)}  ${event.type.padEnd(25)} ${gist(event)}`)
    .join("\n");
}

/** How many of the events that were made are missing, and how many are stored more than once. */
export function compare(
  made: readonly OpenClawEvent[],
  stored: readonly StoredEvent[],
): { readonly lost: number; readonly doubled: number } {
  const ids = stored.map(({ event }) => event.id);
  const distinct = new Set(ids);
  return {
    lost: made.filter(({ id }) => !distinct.has(id)).length,
    doubled: ids.length - distinct.size,
  };
}

function timeOf(timestamp: number): string {
  return new Date(timestamp).toISOString().slice(11, 19);
}

function gist({ payload: { data } }: OpenClawEvent): string {
  if (typeof data !== "object" || data === null) return "";
  const words = ["text", "name", "reason", "error", "model", "stopReason"]
    .map((field): unknown => Reflect.get(data, field))
    .filter((value) => typeof value === "string");
  const line = words.join(" · ").replaceAll(/\s+/g, " ");
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}
