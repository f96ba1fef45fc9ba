import { defineProject } from "vitest/config";

const conditions = ["@openclaw/source"];

/** Tests read the workspace packages' sources, so nothing has to be built first. */
export const project = defineProject({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    // Ends what hangs; how slow a machine is must not fail a test.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A failure that is seen once only has to tell all.
    chaiConfig: { truncateThreshold: 2000 },
    expect: { poll: { timeout: 60_000 } },
  },
});
