import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EventStoreError } from "@openclaw/event-schema";
import { parseConfig, type EventStoreConfig } from "@openclaw/event-schema/config";
import { z } from "zod";
import { stateDir } from "./state-dir.ts";

/** The settings of the store and where they stand. */
export interface FoundConfig {
  readonly config: EventStoreConfig;
  /** `undefined` where no file holds settings and all are defaults. */
  readonly path: string | undefined;
}

/** Where the settings stand: in a `config.yml`, and in the `openclaw.json` of the gateway. */
const fileSchema = z.looseObject({
  gateway: z.looseObject({ eventStore: z.unknown() }).optional(),
  plugins: z
    .looseObject({
      entries: z
        .looseObject({ "event-store": z.looseObject({ config: z.unknown() }).optional() })
        .optional(),
    })
    .optional(),
});

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
  const named = flag ?? env["OPENCLAW_CONFIG_PATH"];
  const candidates =
    named === undefined
      ? ["config.yml", join(stateDir(env), "config.yml"), join(stateDir(env), "openclaw.json")]
      : [named];
  for (const path of candidates) {
    const settings = await readSettings(path, named !== undefined);
    if (settings !== undefined) return { config: parseSettings(settings, path), path };
  }
  return { config: parseConfig({}), path: undefined };
}

function parseSettings(settings: unknown, path: string): EventStoreConfig {
  try {
    return parseConfig(settings);
  } catch (error) {
    throw invalid(path, error);
  }
}

async function readSettings(path: string, isNamed: boolean): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isNamed) throw invalid(path, error);
    return undefined;
  }
  try {
    const { gateway, plugins } = fileSchema.parse((await parseFile(path, text)) ?? {});
    return gateway?.eventStore ?? plugins?.entries?.["event-store"]?.config;
  } catch (error) {
    throw invalid(path, error);
  }
}

/** The gateway reads JSON5, whatever the name of its file; YAML is for other hosts. */
async function parseFile(path: string, text: string): Promise<unknown> {
  if (/\.json5?$/.test(path)) return (await import("json5")).default.parse(text);
  return (await import("yaml")).parse(text);
}

function invalid(path: string, error: unknown): EventStoreError {
  const reason = error instanceof Error ? error.message : String(error);
  return new EventStoreError("INVALID_CONFIG", `cannot use ${path}: ${reason}`, { cause: error });
}
