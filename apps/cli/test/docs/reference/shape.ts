import { eventSchema } from "@openclaw/event-schema";

/** Objects whose names are data, such as agents. */
const maps = new Set(["byAgent", "byType", "byDay", "tools", "sources", "checkpoint"]);
/** What is explained elsewhere. */
const named = new Map([["settings", "Settings"]]);

/** The type of a value of JSON as TypeScript writes it; of several values, what all of them are. */
export function shapeOf(values: readonly unknown[], name = ""): string {
  const known = named.get(name);
  if (known !== undefined) return known;
  if (values.every((value) => eventSchema.safeParse(value).success)) return "OpenClawEvent";
  if (values.every((value) => Array.isArray(value))) return arrayShape(values.flat());
  if (values.every(isObject)) return objectShape(values, name);
  const types = new Set(values.map((value) => (value === null ? "null" : typeof value)));
  return [...types].join(" | ");
}

function arrayShape(items: readonly unknown[]): string {
  return items.length === 0 ? "unknown[]" : `${shapeOf(items)}[]`;
}

function objectShape(objects: readonly object[], name: string): string {
  const entries = objects.flatMap((object): [string, unknown][] => Object.entries(object));
  if (maps.has(name)) return `Record<string, ${shapeOf(entries.map(([, value]) => value))}>`;
  const keys = [...new Set(entries.map(([key]) => key))];
  const fields = keys.map((key) => {
    const values = entries.filter(([each]) => each === key).map(([, value]) => value);
    const optional = values.length < objects.length ? "?" : "";
    return `${key}${optional}: ${shapeOf(values, key)}`;
  });
  const line = `{ ${fields.join("; ")} }`;
  if (line.length < 80 && !line.includes("\n")) return line;
  return `{\n${fields.map((field) => `  ${field.replaceAll("\n", "\n  ")};`).join("\n")}\n}`;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
