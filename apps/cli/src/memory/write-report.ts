import { writeFile } from "node:fs/promises";
import { EventStoreError } from "@openclaw/event-schema";

/**
 * Writes what a command found and did to a file, where one is named.
 *
 * @throws EventStoreError `INVALID_ARGUMENT`
 */
export async function writeReport(path: string | undefined, report: object): Promise<void> {
  if (path === undefined) return;
  try {
    await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
  } catch (cause) {
    throw new EventStoreError("INVALID_ARGUMENT", `cannot write the report to ${path}`, { cause });
  }
}
