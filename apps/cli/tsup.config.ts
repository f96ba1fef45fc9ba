import { library } from "@openclaw/tooling/tsup";

export default library(["src/main.ts", "src/migrate-to-eventstore.ts"]);
