import { fileURLToPath } from "node:url";
import { build, type BuildOptions } from "esbuild";

/** Where the program under test lies; inside `node_modules`, which nothing looks at. */
export const programDir = fileURLToPath(new URL("../node_modules/.test-program", import.meta.url));

export const buildOptions = {
  entryPoints: ["main", "migrate-to-eventstore"].map((name) =>
    fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url)),
  ),
  outdir: programDir,
  bundle: true,
  splitting: true,
  format: "esm",
  outExtension: { ".js": ".mjs" },
  platform: "node",
  target: "node20",
  conditions: ["@openclaw/source"],
  // What a package has for `main` may load its parts in a way that cannot be bundled.
  mainFields: ["module", "main"],
  // Packages in CommonJS ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);",
  },
} satisfies BuildOptions;

/** Bundles the program with all it needs, so that each test starts it as fast as a user does. */
export async function setup(): Promise<void> {
  await build(buildOptions);
}
