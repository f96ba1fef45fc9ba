import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { FoundConfig } from "../store/find-config.ts";
import { parseText } from "../store/parse-text.ts";
import { stateDir } from "../store/state-dir.ts";
import { note, ok, problem, warning, type Finding } from "./finding.ts";

/** Whether the settings let events be recorded and memory be given. */
export function checkSettings({ config, path }: FoundConfig): readonly Finding[] {
  const where = path ?? "the defaults; no file has settings";
  return [
    config.enabled
      ? ok("settings.enabled", `events are recorded, by ${where}`)
      : problem(
          "settings.enabled",
          `recording is switched off in ${where}`,
          "set enabled to true and restart the gateway",
        ),
    config.context.enabled
      ? ok("settings.context", "new sessions get memory")
      : note("settings.context", "new sessions get no memory: context.enabled is false"),
  ];
}

const gatewaySchema = z.looseObject({
  plugins: z
    .looseObject({
      allow: z.array(z.string()).optional(),
      entries: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});
const entrySchema = z.looseObject({
  enabled: z.boolean().optional(),
  hooks: z.looseObject({ allowConversationAccess: z.boolean().optional() }).optional(),
});

/** Whether the gateway's own settings let its plugin hear what is said; nothing where it has none. */
export async function checkGateway(env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const path = env["OPENCLAW_CONFIG_PATH"] ?? join(stateDir(env), "openclaw.json");
  if (!path.endsWith(".json") || !existsSync(path)) return [];
  const { plugins } = gatewaySchema.parse(parseText(path, await readFile(path, "utf8")));
  const entry = entrySchema.optional().parse(plugins?.entries?.["event-store"]);
  if (entry === undefined || entry.enabled === false)
    return [
      problem(
        "gateway.plugin",
        `the gateway does not run the plugin event-store: ${path} has no enabled entry for it`,
        "install it: openclaw plugins install @openclaw/gateway-integration",
      ),
    ];
  return [...allowed(plugins?.allow, path), access(entry, path)];
}

function allowed(allow: readonly string[] | undefined, path: string): readonly Finding[] {
  if (allow === undefined || allow.includes("event-store")) return [];
  const message = `plugins.allow in ${path} leaves the plugin event-store out`;
  return [problem("gateway.plugin", message, "add event-store to plugins.allow")];
}

function access({ hooks }: z.infer<typeof entrySchema>, path: string): Finding {
  if (hooks?.allowConversationAccess === true)
    return ok("gateway.access", "the plugin may hear conversations and give memory");
  return warning(
    "gateway.access",
    `the plugin may not hear conversations: no memory is given to sessions, by ${path}`,
    "set plugins.entries.event-store.hooks.allowConversationAccess to true and restart the gateway",
  );
}
