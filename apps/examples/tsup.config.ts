import { library } from "@openclaw/tooling/tsup";

/** One file with all it needs, since the gateway runs a copy of it that it makes elsewhere. */
export default library(["src/index.ts"], { noExternal: [/./] });
