import json5 from "json5";
import { parse } from "yaml";

/** What the text of a settings file holds: JSON5, as the gateway reads it, or YAML by the name of the file. */
export function parseText(path: string, text: string): unknown {
  return /\.json5?$/.test(path) ? json5.parse(text) : parse(text);
}
