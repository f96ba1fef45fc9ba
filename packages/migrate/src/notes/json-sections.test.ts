import { expect, test } from "vitest";
import { jsonSections } from "./json-sections.ts";

test("each entry of a list is a section with its lines and its own date", () => {
  const json = `[
  { "id": "ada-1", "fact": "Ada likes tea", "timestamp": "2026-01-02" },
  {
    "id": "ada-2",
    "fact": "Ada moved to 北京"
  }
]
`;

  expect(jsonSections(json, "ada")).toEqual([
    {
      headings: ["ada"],
      text: "Ada likes tea",
      lines: [2, 2],
      date: { timestamp: Date.UTC(2026, 0, 2, 12), source: "field" },
    },
    { headings: ["ada"], text: "Ada moved to 北京", lines: [3, 6], date: undefined },
  ]);
});

test("the lists of an object are named by their field", () => {
  const json = '\uFEFF{"version": 1,\n "facts": ["a"],\n "items": [{"x": 1}]}';

  expect(jsonSections(json, "acme")).toMatchObject([
    { headings: ["acme", "facts"], text: "a", lines: [2, 2] },
    { headings: ["acme", "items"], text: '{"x":1}', lines: [3, 3] },
  ]);
});

test("of two fields of one name the last one counts", () => {
  const json = '{"facts": ["a", {"b": [1]}],\r\n "facts": [\r\n  [2, [3]],\r\n  "c"]}';

  expect(jsonSections(json, "acme")).toMatchObject([
    { text: "[2,[3]]", lines: [3, 3] },
    { text: "c", lines: [4, 4] },
  ]);
});

test("an object without lists is one section", () => {
  expect(jsonSections('{\n"name": "Acme",\n"since": 2020}', "acme")).toMatchObject([
    { headings: ["acme"], text: "Acme", lines: [1, 3] },
  ]);
});

test("what is no JSON is refused", () => {
  expect(() => jsonSections("{broken", "x")).toThrow(SyntaxError);
});
