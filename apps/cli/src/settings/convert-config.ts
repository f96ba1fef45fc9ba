import { writeFile } from "node:fs/promises";
import { EventStoreError } from "@openclaw/event-schema";
import { stringify } from "yaml";
import { readSettings } from "../store/read-settings.ts";
import { note, print, printJson } from "../terminal/print.ts";
import { hideSecrets } from "./hide-secrets.ts";

export interface ConvertConfigFlags {
  readonly out?: string | undefined;
  readonly json?: true | undefined;
}

/**
 * Writes the settings of a `config.yml` as `openclaw.json` has them, or the other way round; what is
 * printed instead of written lacks the secrets.
 *
 * @throws EventStoreError `INVALID_CONFIG` where the settings are missing or wrong
 */
export async function convertConfig(file: string, flags: ConvertConfigFlags): Promise<void> {
  const found = await readSettings(file);
  if (found === undefined)
    throw new EventStoreError("INVALID_CONFIG", `${file} has no settings of the event store`);
  const { settings, form } = found;
  const converted =
    form === "config.yml" ? forGateway(settings) : { gateway: { eventStore: settings } };
  const asText = (value: unknown): string =>
    form === "config.yml" ? `${JSON.stringify(value, undefined, 2)}\n` : stringify(value);
  if (flags.out !== undefined) {
    await writeNew(flags.out, asText(converted));
    if (flags.json) printJson({ path: flags.out });
    else print(`wrote ${flags.out}`);
    return;
  }
  const shown = hideSecrets(converted);
  if (flags.json) printJson(shown);
  else print(asText(shown).trimEnd());
  if (JSON.stringify(shown) !== JSON.stringify(converted))
    note("secrets are shown as ***: --out writes a file with them");
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    const message = `cannot write ${path}: it must not exist yet, in a directory that does`;
    throw new EventStoreError("INVALID_ARGUMENT", message, { cause });
  }
}

/** Without leave to hear conversations the gateway keeps the plugin from most of what is said. */
function forGateway(settings: unknown): object {
  const hooks = { allowConversationAccess: true };
  return { plugins: { entries: { "event-store": { enabled: true, hooks, config: settings } } } };
}
