import { cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PluginEntry } from "./gateway-config.ts";

/**
 * Copies only what ships, and links what it depends on: the gateway reads the whole directory, and stumbles over files that change meanwhile.
 */
export function stagePlugin(plugin: PluginEntry, to: string): PluginEntry {
  const { path } = plugin;
  if (path === undefined) return plugin;
  for (const name of ["package.json", "openclaw.plugin.json", "dist"])
    cpSync(join(path, name), join(to, name), { recursive: true });
  const { dependencies = {} } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) {
    const installed = join(to, "node_modules", name);
    mkdirSync(dirname(installed), { recursive: true });
    symlinkSync(realpathSync(join(path, "node_modules", name)), installed);
  }
  return { ...plugin, path: to };
}
