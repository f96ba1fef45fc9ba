import { expect, test } from "vitest";
import { dateIn, dateOfFields, dateOfNote } from "./note-date.ts";

const noon = Date.UTC(2026, 2, 22, 12);
const note = { path: "memory/tea.md", fields: {}, sections: [], modifiedAt: 5 };

test.each([
  ["2026-03-22", noon],
  ["2026-03-22-some-slug.md", noon],
  ["Sunday, 22.03.2026", noon],
  ["2026年3月22日 会议", noon],
  ["2026-03-22T08:30:00Z", Date.UTC(2026, 2, 22, 8, 30)],
  ["version 12026-03-22", undefined],
  ["2026-02-30", undefined],
  ["1026-03-22", undefined],
  ["tea", undefined],
])("%j names the day %s", (text, day) => {
  expect(dateIn(text)).toBe(day);
});

test.each([noon / 1000, noon, "2026-03-22", new Date(noon)])("a field may hold %j", (date) => {
  expect(dateOfFields({ title: "Tea", date })).toBe(noon);
});

test.each([{}, undefined, Number.NaN, -1, "soon"])("a field of %j is passed over", (date) => {
  expect(dateOfFields({ date, created: "2026-03-22" })).toBe(noon);
});

test("a note is of the day in its name, else its front matter, its headings, its file", () => {
  const named = { ...note, path: "memory/2026-03-22-tea.md", fields: { date: "2020-01-01" } };
  const withFields = { ...note, fields: { created: "2026-03-22" } };
  const withHeading = { ...note, sections: [{ headings: ["Tea", "2026-03-22"] }] };

  expect([named, withFields, withHeading, note].map(dateOfNote)).toEqual([
    { timestamp: noon, source: "name" },
    { timestamp: noon, source: "front-matter" },
    { timestamp: noon, source: "heading" },
    { timestamp: 5, source: "file-time" },
  ]);
});
