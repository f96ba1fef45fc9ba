import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const conditions = ["@openclaw/source"];

export default defineConfig({
  resolve: { conditions },
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    // Tests mostly wait for servers and programs.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    globalSetup: "packages/jetstream/src/testing/provide-nats-server.ts",
    projects: [
      "packages/*",
      "apps/*",
      { test: { name: "tooling", include: ["tooling/**/*.test.js"] } },
    ],
  },
});
