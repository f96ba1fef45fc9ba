import MarkdownIt from "markdown-it";

/** A heading of a Markdown text. */
export interface Heading {
  /** 1 to 6. */
  readonly depth: number;
  readonly title: string;
  /** First line, counted from 0. */
  readonly line: number;
  /** The line behind it. */
  readonly end: number;
}

const parser = new MarkdownIt("commonmark");
parser.core.ruler.disable(["inline", "text_join"]);

/** The headings of a Markdown text that stand in no list or quotation. */
export function headingsOf(text: string): readonly Heading[] {
  const tokens = parser.parse(text, {});
  return tokens.flatMap(({ type, level, map, tag }, at) => {
    if (type !== "heading_open" || level > 0 || map === null) return [];
    const title = tokens[at + 1]?.content ?? "";
    return [{ depth: Number(tag.slice(1)), title, line: map[0], end: map[1] }];
  });
}
