/** When something noted happened, and what says so. */
export interface NoteDate {
  /** Unix milliseconds. */
  readonly timestamp: number;
  readonly source: "name" | "front-matter" | "heading" | "field" | "file-time";
}

const dayPatterns = [
  /(?<!\d)(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?!\d)/,
  /(?<!\d)(?<day>\d{1,2})\.\s?(?<month>\d{1,2})\.\s?(?<year>\d{4})(?!\d)/,
  /(?<year>\d{4})\s?年\s?(?<month>\d{1,2})\s?月\s?(?<day>\d{1,2})\s?日/,
];
const digit = /\d/;
const isoTime = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
const hourMs = 3_600_000;

/**
 * The day a text names, at noon UTC, which is that day nearly everywhere; an ISO time is taken as it is.
 */
export function dateIn(text: string): number | undefined {
  if (!digit.test(text)) return undefined;
  if (isoTime.test(text)) return inRange(Date.parse(text));
  for (const pattern of dayPatterns) {
    const day = dayOf(pattern.exec(text)?.groups);
    if (day !== undefined) return day;
  }
  return undefined;
}

const dateFields = ["date", "created", "created_at", "createdAt", "timestamp", "updatedAt"];

/** The date that the fields of front matter or of a JSON entry hold. */
export function dateOfFields(fields: Readonly<Record<string, unknown>>): number | undefined {
  return dateFields.map((name) => dateOfField(fields[name])).find((date) => date !== undefined);
}

export interface DatedNote {
  readonly path: string;
  /** Of its front matter. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly sections: readonly { readonly headings: readonly string[] }[];
  /** Unix milliseconds. */
  readonly modifiedAt: number;
}

/** The date of a note: as its name says, its front matter, its first dated heading, or its file. */
export function dateOfNote({ path, fields, sections, modifiedAt }: DatedNote): NoteDate {
  const named = dateIn(path.slice(path.lastIndexOf("/") + 1));
  if (named !== undefined) return { timestamp: named, source: "name" };
  const noted = dateOfFields(fields);
  if (noted !== undefined) return { timestamp: noted, source: "front-matter" };
  for (const { headings } of sections) {
    const date = dateOfHeadings(headings);
    if (date !== undefined) return date;
  }
  return { timestamp: Math.max(modifiedAt, 0), source: "file-time" };
}

/** The date that the nearest dated one of some headings names. */
export function dateOfHeadings(headings: readonly string[]): NoteDate | undefined {
  for (const heading of headings.toReversed()) {
    const timestamp = dateIn(heading);
    if (timestamp !== undefined) return { timestamp, source: "heading" };
  }
  return undefined;
}

function dateOfField(value: unknown): number | undefined {
  if (value instanceof Date) return inRange(value.getTime());
  if (typeof value === "number") return inRange(value < 1e11 ? value * 1000 : value);
  return typeof value === "string" ? dateIn(value.trim()) : undefined;
}

function dayOf(groups: Record<string, string> | undefined): number | undefined {
  if (groups === undefined) return undefined;
  const [year, month, day] = [groups["year"], groups["month"], groups["day"]].map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  const isReal = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  return isReal ? inRange(midnight.getTime() + 12 * hourMs) : undefined;
}

/** Unix milliseconds as an event takes them. */
function inRange(time: number): number | undefined {
  return time >= 0 && time <= 8.64e15 ? Math.trunc(time) : undefined;
}
