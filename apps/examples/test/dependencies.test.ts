import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { z } from "zod";

const manifest = z.object({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** The names of all packages that come along when the package of this manifest is installed. */
function installed(path: string): readonly string[] {
  const { dependencies } = manifest.parse(JSON.parse(readFileSync(path, "utf8")));
  const { resolve } = createRequire(path);
  return Object.keys(dependencies).flatMap((name) => [
    name,
    ...installed(resolve(`${name}/package.json`)),
  ]);
}

test("an extension brings event-schema and zod along, and nothing else", () => {
  const names = installed(new URL("../package.json", import.meta.url).pathname);

  expect([...new Set(names)].toSorted()).toEqual(["@openclaw/event-schema", "zod"]);
});
