import { project } from "@openclaw/tooling/vitest";

export default project;
