import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openKeptJson, readKeptJson } from "../src/outbox/kept-json.ts";

const name = "value";
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "openclaw-kept-"));
});

afterEach(() => rmSync(dir, { recursive: true }));

test("there is no value before one was written", () => {
  using _ = openKeptJson({ dir, name });

  expect(readKeptJson({ dir, name })).toBeUndefined();
});

test("the last value is read, whatever length the earlier ones had", () => {
  const values = fc.array(fc.jsonValue({ maxDepth: 1 }), { minLength: 1, maxLength: 6 });
  const long = fc.nat({ max: 9000 }).map((length) => "x".repeat(length));
  const property = fc.property(values, long, (written, text) => {
    using file = openKeptJson({ dir, name });
    for (const value of [text, ...written]) file.write(value);

    expect(readKeptJson({ dir, name })).toEqual(JSON.parse(JSON.stringify(written.at(-1))));
  });

  fc.assert(property);
});

test("a write that is cut off leaves the value before it", () => {
  using file = openKeptJson({ dir, name });
  file.write("first");
  file.write("second");
  const path = join(dir, `${name}-a.json`);
  const bytes = readFileSync(path);

  for (const cut of [0, 1, 10, 2000, bytes.length - 2]) {
    writeFileSync(path, bytes.subarray(0, cut));
    expect(readKeptJson({ dir, name })).toBe("first");
  }
});
