import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The gateway the plugin is tested with, and the Node it needs. */
const versions = { openclaw: "2026.9.6", node: "26.10.0" } as const;

export const userCache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");

export interface InstalledGateway {
  readonly node: string;
  readonly openclaw: string;
}

/**
 * Installs the gateway and its Node from npm into the user's cache: about 860 MB, once.
 *
 * @throws Error telling why it cannot be had
 */
export function installGateway(): InstalledGateway {
  const dir = join(userCache, "openclaw-event-store", `gateway-${versions.openclaw}`);
  const platform = `node-${process.platform}-${process.arch}`;
  const installed = {
    node: join(dir, "node_modules", platform, "bin/node"),
    openclaw: join(dir, "node_modules/openclaw/openclaw.mjs"),
  };
  if (existsSync(installed.node) && existsSync(installed.openclaw)) return installed;
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "package.json"), '{"private":true}\n');
  const wanted = [`${platform}@${versions.node}`, `openclaw@${versions.openclaw}`];
  install(dir, wanted.slice(0, 1), process.env["PATH"]);
  install(dir, wanted, `${join(installed.node, "..")}:${process.env["PATH"]}`);
  return installed;
}

function install(dir: string, packages: readonly string[], path: string | undefined): void {
  const { status, stderr } = spawnSync(
    "npm",
    ["install", "--no-audit", "--no-fund", "--no-save", "--loglevel=error", ...packages],
    { cwd: dir, encoding: "utf8", env: { ...process.env, PATH: path } },
  );
  if (status !== 0) throw new Error(`npm install ${packages.join(" ")} failed: ${stderr}`);
}
