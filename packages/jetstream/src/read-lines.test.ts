import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readLines } from "./read-lines.ts";

test("lines are parted by line feeds alone, whatever pieces they come in", async () => {
  const text = fc.string({ unit: fc.constantFrom("a", "ü", "🦞", "\n", "\r", "\u2028") });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (all, size) => {
      const lines: string[] = [];

      for await (const line of readLines(pieces(Buffer.from(all), size))) lines.push(line);

      expect(lines).toEqual(
        all
          .replace(/\n$/, "")
          .split("\n")
          .slice(0, all === "" ? 0 : undefined),
      );
    }),
  );
});

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
