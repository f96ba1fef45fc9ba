/** A line of a text, or a part of a very long one. */
export interface Line {
  /** Counted from 0. */
  readonly number: number;
  readonly start: number;
  /** Behind its line end. */
  readonly end: number;
}

/** The lines of a text, which end as Markdown has it: LF, CRLF or CR. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const { index, 0: lineEnd } of text.matchAll(/\r\n?|\n/g)) {
    const end = index + lineEnd.length;
    lines.push({ number: lines.length, start, end });
    start = end;
  }
  if (start < text.length) lines.push({ number: lines.length, start, end: text.length });
  return lines;
}

/** A run of lines that belong together. */
export interface Piece {
  readonly text: string;
  /** Number of the first and the last line. */
  readonly from: number;
  readonly to: number;
}

/** Longest piece, in UTF-16 units. */
const maxLength = 4000;
const blankLines = /^(?:[ \t]*(?:\r\n?|\n))+/;

/** Cuts lines into pieces of bounded length: between paragraphs, else between lines, else within one. */
export function piecesOf(text: string, lines: readonly Line[]): readonly Piece[] {
  const parts = lines.flatMap((line) =>
    line.end - line.start > maxLength ? cut(text, line) : line,
  );
  const pieces: Piece[] = [];
  const add = (some: readonly Line[]): void => {
    const [first, last] = [some[0], some.at(-1)];
    if (first === undefined || last === undefined) return;
    const content = text.slice(first.start, last.end).replace(blankLines, "").trimEnd();
    if (content !== "") pieces.push({ text: content, from: first.number, to: last.number });
  };
  let from = 0;
  let paragraph = 0;
  for (const [at, { start, end }] of parts.entries()) {
    while (at > from && end - (parts[from]?.start ?? end) > maxLength) {
      const to = paragraph > from ? paragraph : at;
      add(parts.slice(from, to));
      from = to;
    }
    if (text.slice(start, end).trim() === "") paragraph = at + 1;
  }
  add(parts.slice(from));
  return pieces;
}

function cut(text: string, { number, start, end }: Line): readonly Line[] {
  const parts: Line[] = [];
  for (let at = start; at < end;) {
    const next = Math.min(at + maxLength, end);
    const splitsPair =
      next < end && text.slice(next - 1, next + 1).codePointAt(0) !== text.charCodeAt(next - 1);
    parts.push({ number, start: at, end: splitsPair ? next - 1 : next });
    at = splitsPair ? next - 1 : next;
  }
  return parts;
}
