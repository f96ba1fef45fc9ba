import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeText, type DecodedText } from "./decode-text.ts";

test.each([
  ["UTF-8", Buffer.from("Grüße, 你好"), "utf-8", "Grüße, 你好"],
  ["UTF-8 with a mark", Buffer.from("\uFEFFa"), "utf-8", "\uFEFFa"],
  ["UTF-16", Buffer.from("\uFEFFGrüße", "utf16le"), "utf-16le", "\uFEFFGrüße"],
  ["Windows", Buffer.from([0x80, 0x20, 0xfc]), "windows-1252", "€ ü"],
])("%s is read as such", (_name, bytes, ...[encoding, text]) => {
  expect(decodeText(bytes)).toMatchObject({ encoding, text });
});

test("what is no text is refused", () => {
  expect(() => decodeText(Buffer.from([0x89, 0x50, 0, 0]))).toThrow("NUL");
});

/** Unicode of the characters that windows-1252 has beyond ISO 8859-1, by byte. */
const windowsBytes = new Map(
  Array.from({ length: 256 }, (_, byte) => [
    decodeText(Buffer.from([0xe9, byte || 1])).text[1],
    byte,
  ]),
);

function encode({ text, encoding }: DecodedText): Buffer {
  if (encoding === "utf-8") return Buffer.from(text);
  if (encoding === "windows-1252")
    return Buffer.from(Array.from(text, (character) => windowsBytes.get(character) ?? -1));
  const bytes = Buffer.from(text, "utf16le");
  return encoding === "utf-16be" ? bytes.swap16() : bytes;
}

test("written in its encoding, any text is the bytes it was read from", () => {
  const mark = fc.constantFrom([], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf]);
  const bytes = fc
    .tuple(mark, fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: 60 }))
    .map((parts) => Buffer.from(parts.flat()));
  const property = fc.property(bytes, (before) => {
    expect(encode(decodeText(before))).toEqual(before);
  });

  fc.assert(property, { numRuns: 2000 });
});
