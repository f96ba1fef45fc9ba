import type { Line } from "./lines.ts";

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
const content = /\S/;

/** Cuts lines into pieces of bounded length: between paragraphs, else between lines, else within one. */
export function piecesOf(text: string, lines: readonly Line[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const part of cut(text, lines)) {
    const [first, last] = [part[0], part.at(-1)];
    if (first === undefined || last === undefined) continue;
    const piece = text.slice(first.start, last.end).replace(blankLines, "").trimEnd();
    if (piece !== "") pieces.push({ text: piece, from: first.number, to: last.number });
  }
  return pieces;
}

function* cut(text: string, lines: readonly Line[]): Generator<readonly Line[]> {
  if (lengthOf(lines) <= maxLength) {
    yield lines;
    return;
  }
  const parts = lines.flatMap((line) => cutLine(text, line));
  let from = 0;
  let paragraph = 0;
  for (const [at, line] of parts.entries()) {
    while (at > from && lengthOf([parts[from], line]) > maxLength) {
      const to = paragraph > from ? paragraph : at;
      yield parts.slice(from, to);
      from = to;
    }
    if (!content.test(text.slice(line.start, line.end))) paragraph = at + 1;
  }
  yield parts.slice(from);
}

function lengthOf(lines: readonly (Line | undefined)[]): number {
  return (lines.at(-1)?.end ?? 0) - (lines[0]?.start ?? 0);
}

/** Cuts a line that is too long, but no character in two. */
function cutLine(text: string, line: Line): readonly Line[] {
  const parts: Line[] = [];
  let { start } = line;
  while (line.end - start > maxLength) {
    const end = start + maxLength;
    const splitsPair = (text.codePointAt(end - 1) ?? 0) > 0xff_ff;
    parts.push({ ...line, start, end: splitsPair ? end - 1 : end });
    start = splitsPair ? end - 1 : end;
  }
  return [...parts, { ...line, start }];
}
