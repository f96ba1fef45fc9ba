import { expect, test } from "vitest";
import { periodNamed } from "./dates.ts";

const reference = Date.UTC(2026, 5, 17, 10);

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

function days(text: string): string | undefined {
  const period = periodNamed(text, reference);
  return period && `${day(period.from)}/${day(period.to)}`;
}

test.each([
  ["what happened on 2026-03-05?", "2026-03-04/2026-03-07"],
  ["what happened on 5 march?", "2026-03-04/2026-03-07"],
  ["the talk on october 3rd, 2024", "2024-10-02/2024-10-05"],
  ["das treffen am 3. oktober", "2025-10-02/2025-10-05"],
  ["what did i read in july?", "2025-07-01/2025-08-01"],
  ["trips in may 2023", "2023-05-01/2023-06-01"],
  ["a reunión en enero", "2026-01-01/2026-02-01"],
  ["who called yesterday?", "2026-06-15/2026-06-18"],
  ["what did i buy two weeks ago?", "2026-05-30/2026-06-07"],
  ["how often in the past month?", "2026-05-11/2026-06-17"],
  ["whom did i meet last friday?", "2026-06-11/2026-06-14"],
])("%s names %s", (text, expected) => {
  expect(days(text)).toBe(expected);
});

test.each(["may i ask", "march on", "what is 3.5 times 2", "in 40 minutes"])(
  "%s names no time",
  (text) => {
    expect(days(text)).toBeUndefined();
  },
);
