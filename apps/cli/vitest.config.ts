import { project } from "@openclaw/tooling/vitest";
import { mergeConfig } from "vitest/config";

export default mergeConfig(project, {
  test: { globalSetup: "test/build-program.ts" },
});
