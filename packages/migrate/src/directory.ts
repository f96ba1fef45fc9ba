import { realpath } from "node:fs/promises";
import { EventStoreError } from "@openclaw/event-schema";

/**
 * Where a directory really is.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` where there is none
 */
export async function locateDirectory(dir: string): Promise<string> {
  try {
    return await realpath(dir);
  } catch (cause) {
    throw new EventStoreError("INVALID_ARGUMENT", `there is no directory ${dir}`, { cause });
  }
}
