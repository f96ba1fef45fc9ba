import { headingsOf, type Heading } from "./headings.ts";
import { linesOf } from "./lines.ts";
import { piecesOf, type Piece } from "./pieces.ts";

/** A part of a note that can be understood alone. */
export interface Section {
  /** The headings above it, the nearest one last. */
  readonly headings: readonly string[];
  readonly text: string;
  /** First and last line, counted from 1. */
  readonly lines: readonly [number, number];
}

/**
 * The parts of a Markdown text between its headings, long ones in pieces. A heading with nothing below
 * it is a part of its own.
 *
 * @param start - where the Markdown starts, behind front matter
 */
export function sectionsOf(text: string, start = 0): readonly Section[] {
  const body = text.slice(start);
  const linesAbove = linesOf(text.slice(0, start)).length;
  const lines = linesOf(body);
  return partsOf(headingsOf(body, lines)).flatMap(({ path, from, to, alone }) => {
    const pieces = piecesOf(body, lines.slice(from, to));
    const all = pieces.length === 0 && alone !== undefined ? [alone] : pieces;
    return all.map((piece) => ({
      headings: path.map(({ title }) => title),
      text: piece.text,
      lines: [linesAbove + piece.from + 1, linesAbove + piece.to + 1] as const,
    }));
  });
}

/** What is longer is text that happens to be underlined: it is cut in the path, and kept as text. */
const maxTitleLength = 200;

interface Part {
  /** The headings above. */
  readonly path: readonly Heading[];
  /** The lines below the nearest heading. */
  readonly from: number;
  readonly to: number | undefined;
  /** The nearest heading itself, where no other stands below it. */
  readonly alone?: Piece | undefined;
}

function partsOf(headings: readonly Heading[]): readonly Part[] {
  const parts: Part[] = [{ path: [], from: 0, to: headings[0]?.line }];
  let path: readonly Heading[] = [];
  for (const [at, heading] of headings.entries()) {
    const { depth, title, line, end } = heading;
    const next = headings[at + 1];
    const isLong = title.length > maxTitleLength;
    const short = isLong ? `${title.slice(0, maxTitleLength).toWellFormed()}…` : title;
    path = [...path.filter((above) => above.depth < depth), { ...heading, title: short }];
    const isLeaf = next === undefined || next.depth <= depth;
    const alone = isLeaf && title !== "" ? { text: title, from: line, to: end - 1 } : undefined;
    parts.push({ path, from: isLong ? line : end, to: next?.line, alone });
  }
  return parts;
}
