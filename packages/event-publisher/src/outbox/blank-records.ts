import { open, type FileHandle } from "node:fs/promises";
import { setImmediate as turn } from "node:timers/promises";
import { blankRecord, decodeRecords, type Entry } from "./record.ts";
import type { Segment } from "./segments.ts";

/** Entries looked at before others get their turn. */
const atOnce = 256;

/**
 * Overwrites the records of a segment whose event passes a test; places in the outbox stay what they are.
 *
 * @returns how many there were
 */
export async function blankRecords(
  segment: Segment,
  isForgotten: (json: Uint8Array) => boolean,
): Promise<number> {
  const file = await openIfThere(segment.path);
  if (file === undefined) return 0;
  let blanked = 0;
  try {
    for (const [n, entry] of (await entriesOf(file, segment)).entries()) {
      if (n % atOnce === atOnce - 1) await turn();
      if (isBlank(entry) || !isForgotten(entry.data)) continue;
      const { bytes, length } = blankRecord(entry);
      await file.write(bytes, 0, length, entry.next.offset - length - segment.start.offset);
      blanked += 1;
    }
    if (blanked > 0) await file.datasync();
  } finally {
    await file.close();
  }
  return blanked;
}

/** Whether an entry was overwritten: there is nothing to send. */
export function isBlank({ subject }: Pick<Entry, "subject">): boolean {
  return subject === "";
}

async function entriesOf(file: FileHandle, { start, end }: Segment): Promise<readonly Entry[]> {
  const bytes = Buffer.alloc(end.offset - start.offset);
  await file.read(bytes, 0, bytes.length, 0);
  return decodeRecords(bytes, start).entries;
}

/** What was sent meanwhile may be gone with its file. */
async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r+");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
