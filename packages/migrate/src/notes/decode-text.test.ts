import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";

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

test("the bytes of any text can be had back", () => {
  const bytes = fc.uint8Array({ max: 255, min: 1, maxLength: 60 });
  const property = fc.property(bytes, (array) => {
    const { text, base64 } = decodeText(Buffer.from(array));

    const back = base64 === undefined ? Buffer.from(text) : Buffer.from(base64, "base64");
    expect(new Uint8Array(back)).toEqual(array);
  });

  fc.assert(property);
});
