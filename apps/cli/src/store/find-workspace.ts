import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { EventStoreError } from "@openclaw/event-schema";
import { z } from "zod";
import { stateDir } from "./state-dir.ts";

const workspace = z.looseObject({ workspace: z.string().optional() });
const gatewayConfig = z.looseObject({
  agents: z
    .looseObject({
      defaults: workspace.default({}),
      entries: z.record(z.string(), workspace).default({}),
    })
    .prefault({}),
});

/**
 * The workspace that the gateway has for an agent: as its settings say, else the one it makes.
 *
 * @throws EventStoreError `INVALID_CONFIG` where the settings cannot be read
 */
export async function findWorkspace(agent: string, env: NodeJS.ProcessEnv): Promise<string> {
  const dir = stateDir(env);
  const { agents } = await readGatewayConfig(
    env["OPENCLAW_CONFIG_PATH"] ?? join(dir, "openclaw.json"),
  );
  const own = agents.entries[agent]?.workspace;
  if (own !== undefined) return resolvePath(own);
  const shared = agents.defaults.workspace;
  const [ofMain, ofAgent] =
    shared === undefined
      ? [join(dir, "workspace"), join(dir, `workspace-${agent}`)]
      : [resolvePath(shared), join(resolvePath(shared), agent)];
  return agent === "main" && !existsSync(ofAgent) ? ofMain : ofAgent;
}

async function readGatewayConfig(path: string): Promise<z.infer<typeof gatewayConfig>> {
  try {
    if (!existsSync(path)) return gatewayConfig.parse({});
    const { parseText } = await import("./parse-text.ts");
    return gatewayConfig.parse(parseText(path, await readFile(path, "utf8")) ?? {});
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EventStoreError("INVALID_CONFIG", `cannot use ${path}: ${reason}`, { cause });
  }
}

function resolvePath(path: string): string {
  return resolve(path.replace(/^~(?=$|\/)/, homedir()));
}
