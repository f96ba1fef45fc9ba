import { htmlBlockEnd, type HtmlBlockEnd } from "./html-block.ts";

/** A line that makes a heading, by itself or with the paragraph above it. */
export interface HeadingLine {
  /** 1 to 6. */
  readonly depth: number;
  /** Absent where the heading is the paragraph above. */
  readonly title?: string;
}

/**
 * Follows the blocks of a Markdown text line by line, as far as it takes to know its headings: those in
 * lists and quotations are none of the text's own. Inline markup and link definitions are not looked at.
 */
export interface BlockScanner {
  /** Takes the next line, without its end. */
  next(line: string): HeadingLine | undefined;
  /** Whether the last line belongs to a paragraph of the text's own. */
  readonly inParagraph: boolean;
}

/** Creates a scanner at the start of a text (CommonMark 0.31, appendix "A parsing strategy"). */
export function createBlockScanner(): BlockScanner {
  const root = newLevel();
  return {
    next: (line) => scan(root, line.includes("\t") ? expandTabs(line) : line),
    get inParagraph() {
      return root.inParagraph;
    },
  };
}

/** The block that a line may continue, at one level of nesting. */
interface Level {
  readonly depth: number;
  inParagraph: boolean;
  fence: string | undefined;
  html: HtmlBlockEnd | undefined;
  inner: Container | undefined;
}

/** A list item or a quotation. */
interface Container {
  /** Columns that the lines of a list item are indented by; a quotation has none. */
  readonly indent: number | undefined;
  /** Whether none of its lines had content yet. */
  isEmpty: boolean;
  readonly level: Level;
}

/** A line where a block may begin. */
interface Opening {
  readonly level: Level;
  /** The line from its first character on that is no space. */
  readonly content: string;
  readonly indent: number;
  /** Whether a paragraph came before, at this level or, about to go on, below it. */
  readonly inParagraph: boolean;
  readonly isLazy: boolean;
}

function newLevel(depth = 0): Level {
  return { depth, inParagraph: false, fence: undefined, html: undefined, inner: undefined };
}

function scan(level: Level, line: string): HeadingLine | undefined {
  const indent = indentOf(line);
  const content = line.slice(indent);
  if (level.inner !== undefined) {
    if (continues(level.inner, content, indent)) return undefined;
    level.inner = undefined;
  }
  if (isVerbatim(level, content, indent)) return undefined;
  if (content === "") level.inParagraph = false;
  if (content === "" || indent >= 4) return undefined;
  const { inParagraph } = level;
  return begin({ level, content, indent, inParagraph, isLazy: false });
}

/** Whether a line belongs to code or HTML, or ends it. */
function isVerbatim(level: Level, content: string, indent: number): boolean {
  const { fence: opened, html } = level;
  if (opened !== undefined && indent < 4 && closesFence(opened, content)) level.fence = undefined;
  if (html?.test(content)) level.html = undefined;
  return opened !== undefined || html !== undefined;
}

/** Whether a line belongs to a container; then the line has been taken. */
function continues(container: Container, content: string, own: number): boolean {
  const { indent, level, isEmpty } = container;
  if (indent === undefined && own < 4 && content.startsWith(">")) {
    scan(level, withoutQuoteMark(content));
    return true;
  }
  if (indent !== undefined && (content === "" ? !isEmpty : own >= indent)) {
    container.isEmpty = false;
    scan(level, " ".repeat(Math.max(own - indent, 0)) + content);
    return true;
  }
  return content !== "" && endsInParagraph(level) && !beginsBlock(content, own);
}

/** Whether the innermost block is a paragraph, which a line may lazily continue without its indentation. */
function endsInParagraph({ inner, inParagraph }: Level): boolean {
  return inner === undefined ? inParagraph : endsInParagraph(inner.level);
}

function beginsBlock(content: string, indent: number): boolean {
  if (indent >= 4) return false;
  const level = newLevel();
  begin({ level, content, indent, inParagraph: false, isLazy: true });
  return !level.inParagraph;
}

/** What is nested deeper is taken for text; the text's own headings are on the outside. */
const maxDepth = 100;
const openers = new Set("#=->`~<*+_0123456789");

/** Takes the first line of a block, or the next one of a paragraph. */
function begin(opening: Opening): HeadingLine | undefined {
  const { level, content } = opening;
  level.inParagraph = false;
  if (openers.has(content.charAt(0)))
    for (const start of starts) {
      const found = start(opening);
      if (found !== undefined) return found === "no heading" ? undefined : found;
    }
  level.inParagraph = true;
  return undefined;
}

/** What may begin, the first that matches counts. */
const starts: readonly ((opening: Opening) => HeadingLine | "no heading" | undefined)[] = [
  beginQuote,
  ({ content }) => readHeading(content),
  beginFence,
  beginHtml,
  readUnderline,
  ({ content }) => (rule.test(content) ? "no heading" : undefined),
  beginItem,
];

const headingMarks = /^(#{1,6})(?:[ \t]|$)/;
const closingMarks = /(?:^|[ \t])#+$/;
const rule = /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const underline = /^(?:=+|-+)[ \t]*$/;
const fence = /^(?:(`{3,})[^`]*|(~{3,}).*)$/;
const itemMarker = /^(?:[-+*]|(\d{1,9})[.)])(?= |$)/;

function readHeading(content: string): HeadingLine | undefined {
  const marks = headingMarks.exec(content)?.[1];
  if (marks === undefined) return undefined;
  const title = content.slice(marks.length).trim().replace(closingMarks, "").trimEnd();
  return { depth: marks.length, title };
}

function readUnderline({ content, inParagraph }: Opening): HeadingLine | undefined {
  if (!inParagraph || !underline.test(content)) return undefined;
  return { depth: content.startsWith("=") ? 1 : 2 };
}

function beginQuote({ level, content }: Opening): "no heading" | undefined {
  if (!content.startsWith(">") || level.depth >= maxDepth) return undefined;
  return enter(level, undefined, withoutQuoteMark(content));
}

function beginFence({ level, content }: Opening): "no heading" | undefined {
  const [, ticks, tildes] = fence.exec(content) ?? [];
  level.fence = ticks ?? tildes;
  return level.fence === undefined ? undefined : "no heading";
}

function beginHtml({ level, content, inParagraph, isLazy }: Opening): "no heading" | undefined {
  const end = htmlBlockEnd(content, inParagraph || isLazy);
  if (end === undefined) return undefined;
  level.html = end.test(content) ? undefined : end;
  return "no heading";
}

/** A paragraph is interrupted only by items with content, and by numbered ones that begin at 1. */
function beginItem({ level, content, indent, inParagraph }: Opening): "no heading" | undefined {
  const [marker, number = "1"] = itemMarker.exec(content) ?? [];
  if (marker === undefined || level.depth >= maxDepth) return undefined;
  const rest = content.slice(marker.length);
  const spaces = indentOf(rest);
  const isEmpty = spaces === rest.length;
  if (inParagraph && (isEmpty || Number(number) !== 1)) return undefined;
  const padding = isEmpty || spaces > 4 ? 1 : spaces;
  return enter(level, indent + marker.length + padding, rest.slice(padding));
}

function enter(level: Level, indent: number | undefined, rest: string): "no heading" {
  level.inner = {
    indent,
    isEmpty: indentOf(rest) === rest.length,
    level: newLevel(level.depth + 1),
  };
  scan(level.inner.level, rest);
  return "no heading";
}

function closesFence(opened: string, content: string): boolean {
  const marks = content.trimEnd();
  return marks.length >= opened.length && marks === opened.charAt(0).repeat(marks.length);
}

function withoutQuoteMark(content: string): string {
  return content.slice(content.startsWith("> ") ? 2 : 1);
}

function indentOf(line: string): number {
  let at = 0;
  while (line.charAt(at) === " " || line.charAt(at) === "\t") at += 1;
  return at;
}

/** Turns the tabs before a line's content, and around the marks of lists and quotations, into spaces. */
function expandTabs(line: string): string {
  const { length } = /^[ \t>*+\-\d.)]*/.exec(line)?.[0] ?? "";
  let expanded = "";
  for (const character of line.slice(0, length))
    expanded += character === "\t" ? " ".repeat(4 - (expanded.length % 4)) : character;
  return expanded + line.slice(length);
}
