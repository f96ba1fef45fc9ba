import { EventStoreError } from "@openclaw/event-schema";
import type { ParsedComponents } from "chrono-node";

const unitMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Unix milliseconds of a time as people write it: how long ago (`90s`, `15m`, `2h`, `3d`, `1w`), in ISO
 * 8601, or in English words (`yesterday 14:00`, `last monday`), in the time zone of the machine.
 *
 * @throws EventStoreError `INVALID_ARGUMENT`
 */
export async function parseTime(text: string, now: number = Date.now()): Promise<number> {
  const time = timeAgo(text, now) ?? isoTime(text) ?? (await timeInWords(text, now));
  if (time !== undefined) return time;
  throw new EventStoreError(
    "INVALID_ARGUMENT",
    `"${text}" is no time; write it as 90s, 15m, 2h, 3d, 1w, yesterday 14:00, 2026-11-22 or 2026-11-22T14:00:00Z`,
  );
}

function timeAgo(text: string, now: number): number | undefined {
  const [, count, unit = ""] = /^(\d+)([smhdw])$/.exec(text.trim()) ?? [];
  const ms = unitMs[unit];
  return ms === undefined ? undefined : now - Number(count) * ms;
}

/** A date without a time is midnight of the machine, as in words. */
function isoTime(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const time = Date.parse(text.length === 10 ? `${text}T00:00` : text);
  return Number.isNaN(time) ? undefined : time;
}

/** Loads the parser only here, as that takes 0.2 s. A day without a time is its midnight. */
async function timeInWords(text: string, now: number): Promise<number | undefined> {
  const { casual } = await import("chrono-node");
  const [result, ...others] = casual.parse(text, new Date(now));
  const isAll = result?.text.length === text.trim().length;
  if (result === undefined || others.length > 0 || !isAll) return undefined;
  const { start } = result;
  const date = start.date();
  if (!start.isCertain("hour")) date.setHours(0, 0, 0, 0);
  if (date.getTime() > now && !start.isCertain("day"))
    date.setDate(date.getDate() - daysBack(start));
  return date.getTime();
}

/** Nothing has happened yet on the next Monday, or next midnight: the last one is meant. */
function daysBack(time: ParsedComponents): number {
  if (time.isCertain("weekday")) return 7;
  return time.get("hour") === 0 ? 1 : 0;
}
