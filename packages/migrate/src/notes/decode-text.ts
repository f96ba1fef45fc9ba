import { isUtf8 } from "node:buffer";
import { EventStoreError } from "@openclaw/event-schema";

/** A file's text, and its bytes where the text does not tell them. */
export interface DecodedText {
  readonly text: string;
  /** A label of the Encoding Standard. */
  readonly encoding: string;
  /** The file as it is, where it is not UTF-8. */
  readonly base64?: string;
}

/**
 * The text of a file: UTF-8, UTF-16 where a byte order mark says so, else one byte per character as on
 * Windows, which every sequence of bytes is.
 *
 * @throws EventStoreError `CORRUPT` where it is no text
 */
export function decodeText(bytes: Buffer): DecodedText {
  const marked = utf16Of(bytes);
  if (marked === undefined && bytes.includes(0))
    throw new EventStoreError("CORRUPT", "is not text: it holds NUL bytes");
  if (marked === undefined && isUtf8(bytes)) return { text: bytes.toString(), encoding: "utf-8" };
  const encoding = marked ?? "windows-1252";
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  return { text, encoding, base64: bytes.toString("base64") };
}

function utf16Of(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}
