import { parse } from "yaml";
import { messageOf } from "../problem.ts";

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
  try {
    const fields: unknown = parse(found.groups?.["yaml"] ?? "", { logLevel: "error" });
    if (typeof fields !== "object" || fields === null) return { length: 0, fields: {} };
    return { length, fields: Object.fromEntries(Object.entries(fields)) };
  } catch (error) {
    return { length, fields: {}, error: messageOf(error).split("\n")[0] ?? "" };
  }
}
