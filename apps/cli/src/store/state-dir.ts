import { homedir } from "node:os";
import { join } from "node:path";

/** The state directory of the gateway. */
export function stateDir(env: NodeJS.ProcessEnv): string {
  return env["OPENCLAW_STATE_DIR"] ?? join(homedir(), ".openclaw");
}

/** The key by which the gateway marks secrets, so that both mark equal ones alike. */
export function redactionKeyFile(env: NodeJS.ProcessEnv): string {
  return join(stateDir(env), "event-store", "redaction.key");
}

/** The directory of the embedded server. */
export function serverDir(flag: string | undefined, env: NodeJS.ProcessEnv): string {
  return flag ?? join(stateDir(env), "event-store", "nats");
}
