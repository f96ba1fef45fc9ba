import { isUtf8 } from "node:buffer";
import { EventStoreError } from "@openclaw/event-schema";

/** A file's text; written in its encoding, it is the file's bytes again. */
export interface DecodedText {
  readonly text: string;
  /** A label of the Encoding Standard. */
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
}

/**
 * The text of a file: UTF-8, UTF-16 where a byte order mark says so, else one byte per character as on
 * Windows, which every sequence of bytes is.
 *
 * @throws EventStoreError `CORRUPT` where it is no text
 */
export function decodeText(bytes: Buffer): DecodedText {
  const isPaired = bytes.length % 2 === 0;
  if (isPaired && bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: bytes.toString("utf16le"), encoding: "utf-16le" };
  if (isPaired && bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: Buffer.from(bytes).swap16().toString("utf16le"), encoding: "utf-16be" };
  if (bytes.includes(0)) throw new EventStoreError("CORRUPT", "is not text: it holds NUL bytes");
  if (isUtf8(bytes)) return { text: bytes.toString(), encoding: "utf-8" };
  return { text: decodeWindows(bytes), encoding: "windows-1252" };
}

/** What windows-1252 has in place of the control characters 0x80 to 0x9f. */
const windowsCharacters =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

/** The decoder of Node takes windows-1252 for ISO 8859-1 in some versions. */
function decodeWindows(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replaceAll(/[\x80-\x9f]/g, (found) => windowsCharacters.charAt(found.charCodeAt(0) - 0x80));
}
