import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

test("the main entry weighs at most 12 kB beside zod, and leaves the other entries out", async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [new URL("../src/index.ts", import.meta.url).pathname],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["zod"],
    metafile: true,
    write: false,
  });

  const bytes = outputFiles.reduce((sum, file) => sum + gzipSync(file.contents).byteLength, 0);
  const outside = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.map(({ path }) => path),
  );

  expect(bytes).toBeLessThanOrEqual(12_000);
  expect([...new Set(outside)].toSorted()).toEqual(["node:crypto", "zod"]);
  expect(Object.keys(metafile.inputs).filter((path) => /\/(config|legacy)\//.test(path))).toEqual(
    [],
  );
});
