import { defineConfig } from "tsup";

/**
 * The one way a package of this repository is built. Declarations come from `tsc`, which is faster.
 *
 * @param {import("tsup").Options["entry"]} entry
 * @param {import("tsup").Options} options
 */
export const library = (entry = ["src/index.ts"], options = {}) =>
  defineConfig({
    entry,
    format: "esm",
    sourcemap: true,
    clean: true,
    target: "node20",
    silent: true,
    ...options,
  });
