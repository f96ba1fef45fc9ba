import { parseDocument } from "yaml";

/** The YAML block at the start of a note. */
export interface FrontMatter {
  /** How many characters of the text it takes, 0 where there is none. */
  readonly length: number;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Why it could not be read. */
  readonly error?: string;
}

const block = /^\uFEFF?---[ \t]*\r?\n(?<yaml>(?:.*\r?\n)*?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

/** Reads the front matter of a note; one that is broken is told and has no fields. */
export function readFrontMatter(text: string): FrontMatter {
  if (!text.startsWith("---") && !text.startsWith("\uFEFF---")) return { length: 0, fields: {} };
  const found = block.exec(text);
  if (found === null) return { length: 0, fields: {} };
  const { length } = found[0];
  const document = parseDocument(found.groups?.["yaml"] ?? "", { logLevel: "silent" });
  const [error] = document.errors;
  if (error !== undefined) return { length, fields: {}, error: error.message.split("\n")[0] ?? "" };
  const fields: unknown = document.toJS();
  if (typeof fields !== "object" || fields === null) return { length: 0, fields: {} };
  return { length, fields: Object.fromEntries(Object.entries(fields)) };
}
