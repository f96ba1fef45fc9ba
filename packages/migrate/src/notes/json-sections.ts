import { visit, type JSONVisitor } from "jsonc-parser";
import { z } from "zod";
import type { Section } from "../markdown/sections.ts";
import { dateOfFields, type NoteDate } from "./note-date.ts";

/** A part of a note with a date of its own. */
export interface DatedSection extends Section {
  readonly date?: NoteDate | undefined;
}

/** Where people write what an entry says. */
const textFields = ["fact", "text", "content", "summary", "description", "value", "note", "name"];

const entry = z.record(z.string(), z.unknown());

/**
 * The entries of a JSON file: the items of its list, or of the lists in its object; else the whole.
 *
 * @param heading - what the entries are about
 * @throws SyntaxError where it is no JSON
 */
export function jsonSections(text: string, heading: string): readonly DatedSection[] {
  const json = text.replace(/^\uFEFF/, "");
  const value: unknown = JSON.parse(json);
  const linesOf = lineFinder(json);
  return listsIn(value).flatMap(({ list, path }) =>
    list.map((item, at) => ({
      headings: [heading, ...path],
      text: wordsOf(item),
      lines: linesOf([...path, at]),
      date: dateOf(item),
    })),
  );
}

interface List {
  readonly list: readonly unknown[];
  readonly path: readonly string[];
}

function listsIn(value: unknown): readonly List[] {
  if (Array.isArray(value)) return [{ list: value, path: [] }];
  const fields = Object.entries(entry.safeParse(value).data ?? {});
  const lists = fields.flatMap(([name, list]) =>
    Array.isArray(list) ? [{ list, path: [name] }] : [],
  );
  return lists.length > 0 ? lists : [{ list: [value], path: [] }];
}

function wordsOf(item: unknown): string {
  if (typeof item === "string") return item;
  const { data = {} } = entry.safeParse(item);
  const words = textFields.map((field) => data[field]).find((found) => typeof found === "string");
  return typeof words === "string" ? words : JSON.stringify(item);
}

function dateOf(item: unknown): NoteDate | undefined {
  const timestamp = dateOfFields(entry.safeParse(item).data ?? {});
  return timestamp === undefined ? undefined : { timestamp, source: "field" };
}

type Begin = NonNullable<JSONVisitor["onObjectBegin"]>;
type Path = readonly (string | number)[];
type Lines = readonly [first: number, last: number];

/** Tells the lines of the items of the lists of a JSON text; of what is no item, all. */
function lineFinder(json: string): (path: Path) => Lines {
  const lines = new Map<string, Lines>();
  const open: { readonly key: string; readonly first: number }[] = [];
  const begin = (...[, , line, , pathOf]: Parameters<Begin>): boolean => {
    const path = pathOf();
    open.push({ key: JSON.stringify(path), first: line + 1 });
    return path.length < 2 && typeof path.at(-1) !== "number";
  };
  const end = (_offset: number, _length: number, line: number): void => {
    const { key = "", first = 1 } = open.pop() ?? {};
    lines.set(key, [first, line + 1]);
  };
  visit(json, {
    onObjectBegin: begin,
    onArrayBegin: begin,
    onObjectEnd: end,
    onArrayEnd: end,
    onLiteralValue(_value, ...place) {
      const [offset, length, line] = place;
      begin(...place);
      end(offset, length, line);
    },
  });
  return (path) => lines.get(JSON.stringify(path)) ?? lines.get("[]") ?? [1, 1];
}
