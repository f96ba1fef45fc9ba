import { Parser } from "commonmark";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { headingsOf, type Heading } from "./headings.ts";
import { linesOf } from "./lines.ts";

/** What the reference implementation of CommonMark finds. */
function expected(text: string): readonly object[] {
  const found: object[] = [];
  const root = new Parser().parse(text);
  for (let node = root.firstChild; node !== null; node = node.next)
    if (node.type === "heading") {
      const [[first], [last]] = node.sourcepos;
      found.push({ depth: node.level, line: first - 1, end: last });
    }
  return found;
}

const words = ["a", "tea", "Größe", "日", "# x", "## y ##", "#", "####### z", "#no", "\\# z"];
const marks = [
  "===",
  "---",
  "--",
  "-",
  "***",
  "* * *",
  "_ _ _",
  "=",
  "```",
  "~~~~",
  "```js",
  "``` `",
];
const html = [
  "<div>",
  "</div>",
  "<!-- a",
  "b -->",
  "<span>",
  "<pre>",
  "</pre> c",
  "<?",
  "?>",
  "<a b='c'>",
];
const prefixes = [
  "",
  "",
  "",
  " ",
  "   ",
  "    ",
  "\t",
  "> ",
  ">",
  "- ",
  "-\t",
  "* ",
  "1. ",
  "2) ",
  "  - ",
];
const line = fc
  .tuple(
    fc.array(fc.constantFrom(...prefixes), { maxLength: 3 }),
    fc.constantFrom("", "", ...words, ...words, ...marks, ...html),
    fc.constantFrom("", "", "", " ", "  "),
  )
  .map(([before, content, after]) => [...before, content, after].join(""));
const lineEnd = fc.constantFrom("\n", "\n", "\n", "\r\n", "\r");
const markdown = fc
  .array(fc.tuple(line, lineEnd), { maxLength: 12 })
  .map((lines) => lines.flat().join(""));

function placeOf({ depth, line: first, end }: Heading): object {
  return { depth, line: first, end };
}

test("the headings are those that the reference implementation finds", () => {
  const property = fc.property(markdown, (text) => {
    const found = headingsOf(text, linesOf(text));
    expect(found.map(placeOf)).toEqual(expected(text));
  });

  fc.assert(property, { numRuns: 3000 });
});

test.each([
  ["# A", ["A"]],
  ["  ## B ##  ", ["B"]],
  ["### C # D", ["C # D"]],
  ["# ##", [""]],
  ["#\tTab", ["Tab"]],
  ["# *Emphasis* #hash", ["*Emphasis* #hash"]],
  ["\uFEFF# Marked", ["Marked"]],
  ["Long\n title\n===\n\nOther\n---\n", ["Long title", "Other"]],
])("the titles of %j are %j", (text, titles) => {
  expect(headingsOf(text, linesOf(text)).map(({ title }) => title)).toEqual(titles);
});
