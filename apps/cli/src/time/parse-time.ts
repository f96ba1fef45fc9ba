import { EventStoreError } from "@openclaw/event-schema";

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };
const ago = /^(\d+)(?<unit>[smhdw])$/;
const ofDay = /^(?<day>today|yesterday|\d{4}-\d{2}-\d{2})(?:[ T](?<clock>\d{1,2}:\d{2}))?$/;

/**
 * Unix milliseconds of a point in time as people write it: how long ago (`90s`, `15m`, `2h`, `3d`,
 * `1w`), a day in the time zone of the machine with or without a time (`today`, `yesterday 14:00`,
 * `2026-11-22`), or an ISO 8601 time.
 *
 * @throws EventStoreError `INVALID_ARGUMENT`
 */
export function parseTime(text: string, now: number = Date.now()): number {
  const time = timeAgo(text, now) ?? timeOfDay(text, now) ?? Date.parse(text);
  if (Number.isFinite(time)) return time;
  throw new EventStoreError(
    "INVALID_ARGUMENT",
    `"${text}" is no time; write it as 90s, 15m, 2h, 3d, 1w, yesterday, "today 14:00", 2026-11-22 or 2026-11-22T14:00:00Z`,
  );
}

function timeAgo(text: string, now: number): number | undefined {
  const match = ago.exec(text);
  const unit = Object.entries(unitMs).find(([name]) => name === match?.groups?.["unit"]);
  return match && unit ? now - Number(match[1]) * unit[1] : undefined;
}

function timeOfDay(text: string, now: number): number | undefined {
  const { day = "", clock = "0:00" } = ofDay.exec(text)?.groups ?? {};
  if (day === "") return undefined;
  const date = new Date(day.includes("-") ? `${day}T00:00` : now);
  if (day === "yesterday") date.setDate(date.getDate() - 1);
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return date.setHours(hours, minutes, 0, 0);
}
