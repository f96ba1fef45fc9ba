import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";

const { resolve } = createRequire(import.meta.url);
const readme = new URL("README.md", `file://${resolve("@openclaw/event-schema/package.json")}`);

function plain(code: string): string {
  return code.replaceAll(/^\s+/gm, "");
}

test.each(["src/deploy-finished.ts", "src/index.ts"])("what the README shows is in %s", (path) => {
  const source = plain(readFileSync(new URL(`../${path}`, import.meta.url), "utf8"));

  const shown = readFileSync(readme, "utf8").matchAll(/^```ts\n(.*?)^```/gms);
  const found = [...shown].filter(([, code]) => source.includes(plain(code ?? "")));

  expect(found).toHaveLength(1);
});
