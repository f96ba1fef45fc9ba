import type { BuildOptions } from "esbuild";

/** How a program is bundled with all it needs, so that it starts and runs as it does for a user. */
export const bundleOptions = {
  bundle: true,
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
