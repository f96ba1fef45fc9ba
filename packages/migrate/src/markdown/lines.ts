/** A line of a text, or a part of a very long one. */
export interface Line {
  /** Counted from 0. */
  readonly number: number;
  readonly start: number;
  /** Before its line end. */
  readonly contentEnd: number;
  /** Behind its line end. */
  readonly end: number;
}

/** The lines of a text, which end as Markdown has it: LF, CRLF or CR. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  const add = (contentEnd: number, end: number): void => {
    lines.push({ number: lines.length, start, contentEnd, end });
    start = end;
  };
  if (text.includes("\r"))
    for (const { index, 0: lineEnd } of text.matchAll(/\r\n?|\n/g))
      add(index, index + lineEnd.length);
  else for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", start)) add(at, at + 1);
  if (start < text.length) add(text.length, text.length);
  return lines;
}
