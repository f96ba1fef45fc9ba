import { library } from "@openclaw/tooling/tsup";

export default library([
  "src/index.ts",
  "src/server/index.ts",
  "src/isolation/index.ts",
  "src/testing/index.ts",
]);
