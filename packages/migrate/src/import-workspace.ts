import type { Publisher } from "@openclaw/event-publisher";
import type { EventReader } from "@openclaw/event-query";
import { createEventWriter } from "./event-writer.ts";
import { runImport, type ImportOptions, type ImportReport } from "./run-import.ts";
import { readStoredNotes } from "./stored-notes.ts";

/** Where an import goes to. */
export interface ImportTarget {
  readonly publisher: Publisher;
  /** Tells what the store has already. */
  readonly reader: EventReader;
}

/**
 * Brings the memory of a workspace into the store; what the store has already is left out, so an import
 * that was interrupted is continued by running it again.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` where there is no such workspace, `UNAVAILABLE` where
 * nothing gets stored, and what the reader throws
 */
export async function importWorkspace(
  workspace: string,
  { publisher, reader, ...options }: ImportOptions & ImportTarget,
): Promise<ImportReport> {
  const { agent, signal } = options;
  const stored = await readStoredNotes(reader, agent, signal);
  const writer = createEventWriter(publisher, { signal });
  const report = await runImport(workspace, { stored, writer }, options);
  await writer.finish();
  return report;
}
