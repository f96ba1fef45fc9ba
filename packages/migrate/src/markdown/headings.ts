import { createBlockScanner } from "./block-scanner.ts";
import type { Line } from "./lines.ts";

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

const byteOrderMark = "\uFEFF";

/** The headings of a Markdown text that stand in no list or quotation. */
export function headingsOf(text: string, lines: readonly Line[]): readonly Heading[] {
  const scanner = createBlockScanner();
  const headings: Heading[] = [];
  let paragraph = 0;
  for (const { number, start, contentEnd } of lines) {
    if (!scanner.inParagraph) paragraph = number;
    const markLength = start === 0 && text.startsWith(byteOrderMark) ? 1 : 0;
    const found = scanner.next(text.slice(start + markLength, contentEnd));
    if (found === undefined) continue;
    const { depth, title = titleOf(text, lines.slice(paragraph, number)) } = found;
    const line = found.title === undefined ? paragraph : number;
    headings.push({ depth, title, line, end: number + 1 });
  }
  return headings;
}

function titleOf(text: string, lines: readonly Line[]): string {
  return lines.map(({ start, contentEnd }) => text.slice(start, contentEnd).trim()).join(" ");
}
