import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseConfig, type EventStoreConfig } from "@openclaw/event-schema/config";
import { readSettings } from "./read-settings.ts";
import { stateDir } from "./state-dir.ts";

/** The settings of the store and where they stand. */
export interface FoundConfig {
  readonly config: EventStoreConfig;
  /** `undefined` where no file holds settings and all are defaults. */
  readonly path: string | undefined;
}

/**
 * The settings in the file named by the flag or by `OPENCLAW_CONFIG_PATH`; else in the first of
 * `./config.yml` and, in the state directory, `config.yml` and `openclaw.json` that has some.
 *
 * @throws EventStoreError `INVALID_CONFIG` where a file cannot be read or a setting is wrong
 */
export async function findConfig(
  flag: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<FoundConfig> {
  for (const path of candidates(flag ?? env["OPENCLAW_CONFIG_PATH"], stateDir(env))) {
    const found = await readSettings(path);
    if (found !== undefined) return { config: found.config, path };
  }
  return { config: parseConfig({}), path: undefined };
}

function candidates(named: string | undefined, dir: string): readonly string[] {
  if (named !== undefined) return [named];
  return ["config.yml", join(dir, "config.yml"), join(dir, "openclaw.json")].filter((path) =>
    existsSync(path),
  );
}
