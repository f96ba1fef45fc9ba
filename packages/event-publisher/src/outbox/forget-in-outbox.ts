import { existsSync } from "node:fs";
import { isEventStoreError, parseEvent, type OpenClawEvent } from "@openclaw/event-schema";
import { lockDirectory, readLockHolder } from "@openclaw/jetstream";
import { blankRecords } from "./blank-records.ts";
import { recoverSegments } from "./segments.ts";

export interface ForgottenInOutbox {
  readonly removed: number;
  /** The process that has it open, and removes them itself as soon as it sees the tombstone. */
  readonly holder: { readonly pid: number } | undefined;
}

/** Overwrites events that an outbox keeps, unless a process has it open. */
export async function forgetInOutbox(
  dir: string,
  isForgotten: (event: OpenClawEvent) => boolean,
): Promise<ForgottenInOutbox> {
  if (!existsSync(dir)) return { removed: 0, holder: undefined };
  try {
    await using _ = await lockDirectory(dir);
    let removed = 0;
    for (const segment of recoverSegments(dir))
      removed += await blankRecords(segment, (json) => isForgotten(eventOf(json)));
    return { removed, holder: undefined };
  } catch (error) {
    if (!isEventStoreError(error, "IN_USE")) throw error;
    return { removed: 0, holder: await readLockHolder(dir) };
  }
}

/** The event of an entry. */
export function eventOf(json: Uint8Array): OpenClawEvent {
  return parseEvent(JSON.parse(Buffer.from(json).toString()));
}
