import type { OpenClawEvent } from "@openclaw/event-schema";
import { locateDirectory } from "./directory.ts";
import { findNotes } from "./notes/find-notes.ts";
import { importNote } from "./notes/import-note.ts";
import { runImport, type ImportReport, type RunOptions } from "./run-import.ts";
import {
  createDryStore,
  openImportStore,
  type ImportStore,
  type ImportTarget,
} from "./store/import-store.ts";

export interface WorkspaceOptions extends RunOptions {
  /** The agent whose workspace this is. */
  readonly agent: string;
}

/** What an import into an empty store would do. */
export interface ImportPlan extends ImportReport {
  /** Some of the events it would add. */
  readonly samples: readonly OpenClawEvent[];
}

/**
 * Brings the memory of a workspace into the store; what the store has already is left out, so an import
 * that was interrupted is continued by running it again.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` where there is no such workspace, `UNAVAILABLE` where
 * nothing gets stored, `ABORTED`, and what the reader throws
 */
export async function importWorkspace(
  workspace: string,
  { publisher, reader, ...options }: WorkspaceOptions & ImportTarget,
): Promise<ImportReport> {
  const store = openImportStore({ publisher, reader }, options.signal);
  return importNotes(workspace, store, options);
}

/**
 * Reads a workspace as {@link importWorkspace} does, and stores nothing; needs no connection.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` where there is no such workspace, `ABORTED`
 */
export async function planImport(
  workspace: string,
  options: WorkspaceOptions,
): Promise<ImportPlan> {
  const store = createDryStore();
  const report = await importNotes(workspace, store, options);
  return { ...report, samples: store.samples };
}

async function importNotes(
  workspace: string,
  store: ImportStore,
  { agent, ...options }: WorkspaceOptions,
): Promise<ImportReport> {
  const from = await locateDirectory(workspace);
  const stored = await store.notes(agent);
  const report = await runImport(
    {
      from,
      scope: agent,
      find: (onProblem) => findNotes(from, onProblem),
      bring: (file, context) =>
        importNote(file, { ...context, agent, stored, writer: store, signal: options.signal }),
    },
    options,
  );
  await store.finish();
  return report;
}
