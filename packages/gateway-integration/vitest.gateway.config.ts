import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const conditions = ["@openclaw/source"];

/** The plugin, as it was built, in the real gateway: `npm run test:gateway`. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  resolve: { conditions },
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    include: ["gateway/**/*.test.ts"],
    // A gateway mostly waits.
    maxWorkers: 2,
    // A machine may be busy with much else.
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
