import { defineConfig } from "tsup";

/**
 * The one way a package of this repository is built. Declarations come from `tsc`, which is faster.
 *
 * @param {string[]} entry
 */
export const library = (entry = ["src/index.ts"]) =>
  defineConfig({
    entry,
    format: "esm",
    sourcemap: true,
    clean: true,
    target: "node20",
    silent: true,
  });
