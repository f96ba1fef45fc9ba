import * as fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf } from "./lines.ts";
import { sectionsOf } from "./sections.ts";

test("a section has the headings above it and the lines it is in", () => {
  const text = "intro\n\n# A\n\nof A\n\n## B\n- of B\n- more\n\n### Empty\n## C\nof C\n";

  const sections = sectionsOf(text);

  expect(sections).toEqual([
    { headings: [], text: "intro", lines: [1, 2] },
    { headings: ["A"], text: "of A", lines: [4, 6] },
    { headings: ["A", "B"], text: "- of B\n- more", lines: [8, 10] },
    { headings: ["A", "B", "Empty"], text: "Empty", lines: [11, 11] },
    { headings: ["A", "C"], text: "of C", lines: [13, 13] },
  ]);
});

test("lines are counted from the start of the file, front matter included", () => {
  const text = "---\ndate: 2026-01-02\n---\n# A\nof A\n";

  expect(sectionsOf(text, text.indexOf("#"))).toEqual([
    { headings: ["A"], text: "of A", lines: [5, 5] },
  ]);
});

test("what looks like a heading within code, lists and quotations is none", () => {
  const text = "# A\n```\n# code\n```\n- # item\n> # quoted\n\n    # indented\n";

  expect(sectionsOf(text).map(({ headings }) => headings)).toEqual([["A"]]);
});

test("a long section is cut between paragraphs", () => {
  const paragraph = `${"word ".repeat(300)}\n\n`;

  const sections = sectionsOf(`# A\n${paragraph.repeat(5)}`);

  expect(sections.map(({ text, lines }) => [text.length, lines])).toEqual([
    [2 * paragraph.length - 3, [2, 5]],
    [2 * paragraph.length - 3, [6, 9]],
    [paragraph.length - 3, [10, 11]],
  ]);
});

test("nothing but blank lines is lost, no piece is long, no character is cut", () => {
  const line = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 80 }),
    fc.constantFrom("", "# Heading", "## 日本", "---", "```", "- item", "🫖".repeat(2100)),
  );
  const lines = fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n", "\n\n")), { maxLength: 20 });
  const property = fc.property(lines, (parts) => {
    const text = parts.flat().join("");
    const sections = sectionsOf(text);

    const count = linesOf(text).length;
    for (const section of sections) {
      expect(section.text.length).toBeLessThanOrEqual(4000);
      expect(section.text.isWellFormed()).toBe(true);
      const [from, to] = section.lines;
      expect(from >= 1 && from <= to && to <= count).toBe(true);
    }
    const starts = sections.map((section) => section.lines[0]);
    expect(starts).toEqual(starts.toSorted((left, right) => left - right));
    const kept = sections.map((section) => [...section.headings, section.text].join("")).join("");
    for (const word of text.match(/🫖|日本|item/gu) ?? []) expect(kept).toContain(word);
  });

  fc.assert(property, { numRuns: 100 });
});
