import { library } from "@openclaw/tooling/tsup";

export default library();
