import { library } from "@openclaw/tooling/tsup";

/** Unlike dependencies, optional ones would be bundled. */
export default library(["src/index.ts"], { external: [/^@openclaw\//, "yaml", "zod"] });
