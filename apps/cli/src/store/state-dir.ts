import { homedir } from "node:os";
import { join } from "node:path";

/** The state directory of the gateway. */
export function stateDir(env: NodeJS.ProcessEnv): string {
  return env["OPENCLAW_STATE_DIR"] ?? join(homedir(), ".openclaw");
}

/** The directory of the embedded server. */
export function serverDir(flag: string | undefined, env: NodeJS.ProcessEnv): string {
  return flag ?? join(stateDir(env), "event-store", "nats");
}
