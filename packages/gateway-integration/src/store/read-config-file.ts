import { readFile } from "node:fs/promises";
import { EventStoreError } from "@openclaw/event-schema";
import { parseConfig, type EventStoreConfig } from "@openclaw/event-schema/config";
import { parse } from "yaml";
import { z } from "zod";

const file = z.looseObject({ gateway: z.looseObject({ eventStore: z.unknown() }).optional() });

/**
 * The settings under `gateway.eventStore` of a YAML file such as `config.yml`; all defaults where the
 * file has none.
 *
 * @throws EventStoreError `INVALID_CONFIG` where the file cannot be read or a setting is wrong
 */
export async function readConfigFile(path: string): Promise<EventStoreConfig> {
  try {
    const { gateway } = file.parse(parse(await readFile(path, "utf8")) ?? {});
    return parseConfig(gateway?.eventStore);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EventStoreError("INVALID_CONFIG", `cannot use ${path}: ${reason}`, { cause });
  }
}
