import { sectionsOf } from "../markdown/sections.ts";
import { messageOf } from "../problem.ts";
import { readFrontMatter } from "./front-matter.ts";
import { jsonSections, type DatedSection } from "./json-sections.ts";

/** The parts of a note. */
export interface NoteParts {
  readonly sections: readonly DatedSection[];
  /** Of its front matter. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What of it could not be read. */
  readonly problem: string | undefined;
}

/** Reads a Markdown or JSON note; one of broken JSON has no parts. */
export function readNote(path: string, text: string): NoteParts {
  if (path.endsWith(".json")) return readJson(path, text);
  const { length, fields, error } = readFrontMatter(text);
  const problem = error && `its front matter was not read: ${error}`;
  return { sections: sectionsOf(text, length), fields, problem };
}

function readJson(path: string, text: string): NoteParts {
  const folder = path.split("/").at(-2) ?? path;
  try {
    return { sections: jsonSections(text, folder), fields: {}, problem: undefined };
  } catch (error) {
    const problem = `is no JSON, so it was kept without parts: ${messageOf(error)}`;
    return { sections: [], fields: {}, problem };
  }
}
