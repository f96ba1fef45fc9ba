import { library } from "@openclaw/tooling/tsup";

export default library([
  "src/index.ts",
  "src/config/index.ts",
  "src/forgetting/index.ts",
  "src/legacy/index.ts",
  "src/metrics/index.ts",
  "src/transcript/index.ts",
]);
