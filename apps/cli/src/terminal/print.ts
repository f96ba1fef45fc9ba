import { stripVTControlCharacters, styleText } from "node:util";

/** Controls, which move the cursor, and marks that turn the direction of writing. */
const steering = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

const hasColor = process.stdout.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";

/** Writes a line of the result. */
export function print(text = ""): void {
  process.stdout.write(`${text}\n`);
}

/** Writes a result as one line of JSON. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value).replace(steering, escape));
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
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

/** Text of several lines, unable to steer the terminal. */
export function printable(text: string): string {
  return text.split("\n").map(withoutSteering).join("\n");
}

/** Text of an event on one line, unable to steer the terminal. */
export function oneLine(text: string): string {
  return withoutSteering(text.replace(/\s+/g, " ")).trim();
}

function withoutSteering(text: string): string {
  return stripVTControlCharacters(text).replace(steering, "");
}
