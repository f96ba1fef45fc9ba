import { readFile } from "node:fs/promises";
import { EventStoreError } from "@openclaw/event-schema";
import { parseConfig, type EventStoreConfig } from "@openclaw/event-schema/config";
import { z } from "zod";

/** The settings of a file, as written and with all defaults. */
export interface FileSettings {
  readonly settings: unknown;
  readonly config: EventStoreConfig;
  /** Which of the two files that hold settings it is made like. */
  readonly form: "config.yml" | "openclaw.json";
}

const fileSchema = z.looseObject({
  gateway: z.looseObject({ eventStore: z.unknown().optional() }).optional(),
  plugins: z
    .looseObject({
      entries: z
        .looseObject({
          "event-store": z.looseObject({ config: z.unknown().optional() }).optional(),
        })
        .optional(),
    })
    .optional(),
});

/**
 * The settings under `gateway.eventStore`, as in a `config.yml`, or under
 * `plugins.entries.event-store.config`, as in the gateway's `openclaw.json`; `undefined` where the file
 * has neither.
 *
 * @throws EventStoreError `INVALID_CONFIG` where the file cannot be read or a setting is wrong
 */
export async function readSettings(path: string): Promise<FileSettings | undefined> {
  try {
    const text = await readFile(path, "utf8");
    // The parsers take their time to load, and most commands find no file.
    const { parseText } = await import("./parse-text.ts");
    const found = settingsIn(fileSchema.parse(parseText(path, text) ?? {}));
    return found && { ...found, config: parseConfig(found.settings) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EventStoreError("INVALID_CONFIG", `cannot use ${path}: ${reason}`, { cause });
  }
}

function settingsIn({
  gateway,
  plugins,
}: z.infer<typeof fileSchema>): Omit<FileSettings, "config"> | undefined {
  if (gateway?.eventStore !== undefined)
    return { settings: gateway.eventStore, form: "config.yml" };
  const settings = plugins?.entries?.["event-store"]?.config;
  return settings === undefined ? undefined : { settings, form: "openclaw.json" };
}
