import { contextTags } from "@openclaw/event-schema/transcript";

/** Characters that are not seen but steer what is: controls, bidi marks, zero-width marks but the joiner, tags. */
const invisible =
  /[\p{Cc}\u00AD\u200B\u200C\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]+/gu;

/** Encloses lines of past text, each made by {@link defuse}, so that the model sees where they end. */
export function fence(lines: readonly string[]): string {
  return [contextTags.open, ...lines, contextTags.close].join("\n");
}

/**
 * Past text on one line, unable to end the fence, open a tag or start a line of its own: white space
 * becomes one space, invisible characters go, angle brackets become `‹` and `›`.
 */
export function defuse(text: string): string {
  return text
    .toWellFormed()
    .replace(invisible, " ")
    .replace(/\s+/g, " ")
    .replace(/[<\uFE64\uFF1C]/g, "‹")
    .replace(/[>\uFE65\uFF1E]/g, "›")
    .trim();
}
