import { expect, test } from "vitest";
import { parseTime } from "./parse-time.ts";

const now = new Date(2026, 10, 22, 10, 30).getTime();

test.each([
  ["90s", now - 90_000],
  ["1h", now - 3_600_000],
  ["2d", now - 2 * 86_400_000],
  ["1w", now - 7 * 86_400_000],
  ["-1h", now - 3_600_000],
  ["2026-11-20", new Date(2026, 10, 20).getTime()],
  ["2026-11-20T14:00:00Z", Date.UTC(2026, 10, 20, 14)],
  ["yesterday 14:00", new Date(2026, 10, 21, 14).getTime()],
  ["today", new Date(2026, 10, 22).getTime()],
  ["2 hours ago", now - 2 * 3_600_000],
  ["last monday", new Date(2026, 10, 16).getTime()],
  ["monday", new Date(2026, 10, 16).getTime()],
  ["monday 9am", new Date(2026, 10, 16, 9).getTime()],
  ["saturday", new Date(2026, 10, 21).getTime()],
  ["midnight", new Date(2026, 10, 22).getTime()],
])("%s is a time", async (text, expected) => {
  expect(await parseTime(text, now)).toBe(expected);
});

test.each(["", "soon", "2026-13-40", "yesterday or so", "1y"])("%j is no time", async (text) => {
  await expect(parseTime(text, now)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
});
