import { fileURLToPath } from "node:url";
import { bundleOptions } from "@openclaw/tooling/bundle-options";
import { build, type BuildOptions } from "esbuild";

/** Where the program under test lies; inside `node_modules`, which nothing looks at. */
export const programDir = fileURLToPath(new URL("../node_modules/.test-program", import.meta.url));

export const buildOptions = {
  ...bundleOptions,
  entryPoints: ["main", "migrate-to-eventstore"].map((name) =>
    fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url)),
  ),
  outdir: programDir,
  splitting: true,
} satisfies BuildOptions;

/** Bundles the program with all it needs, so that each test starts it as fast as a user does. */
export async function setup(): Promise<void> {
  await build(buildOptions);
}
