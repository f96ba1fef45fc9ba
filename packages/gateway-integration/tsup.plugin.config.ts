import { library } from "@openclaw/tooling/tsup";

/** The gateway installs a plugin without its workspace packages, so each entry carries all it needs. */
const carried = {
  clean: false,
  sourcemap: false,
  noExternal: [/^(?!openclaw\/)/],
  // What is bundled from CommonJS asks for Node's own modules by `require`.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
};
const commandLine = "../../apps/cli/src/main.ts";

export default [
  library(
    { entry: "src/plugin/entry.ts", "openclaw-events": commandLine },
    {
      ...carried,
      outDir: "dist/plugin",
      // The command line is above this package and is not built before it.
      esbuildOptions: (options) => {
        options.conditions = ["@openclaw/source"];
      },
    },
  ),
  // The gateway's doctor looks for this very file.
  library(["src/doctor/doctor-contract-api.ts"], { ...carried, external: [/^openclaw\//] }),
];
