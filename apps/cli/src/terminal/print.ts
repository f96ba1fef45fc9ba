import { stripVTControlCharacters, styleText } from "node:util";

const hasColor = process.stdout.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";

/** Writes a line of the result. */
export function print(text = ""): void {
  process.stdout.write(`${text}\n`);
}

/** Writes a result as one line of JSON. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

/** Tells a person what goes on, beside the result. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function dim(text: string): string {
  return style("dim", text);
}

export function bold(text: string): string {
  return style("bold", text);
}

function style(format: "dim" | "bold", text: string): string {
  return hasColor ? styleText(format, text) : text;
}

/** Text of an event on one line, unable to steer the terminal. */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim();
}
