import { library } from "@openclaw/tooling/tsup";

/** The gateway installs a plugin without its workspace packages, so its entry carries all it needs. */
export default library(["src/plugin/entry.ts"], {
  outDir: "dist/plugin",
  clean: false,
  sourcemap: false,
  noExternal: [/./],
  // What is bundled from CommonJS asks for Node's own modules by `require`.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
