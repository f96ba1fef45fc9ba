import type { OpenClawEvent } from "@openclaw/event-schema";
import { locateDirectory } from "./directory.ts";
import { createFileReader } from "./notes/file-reader.ts";
import { findNotes } from "./notes/find-notes.ts";
import { importNote, type WrittenNote } from "./notes/import-note.ts";
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
  { publisher, reader, isForgotten, ...options }: WorkspaceOptions & ImportTarget,
): Promise<ImportReport> {
  const store = openImportStore({ publisher, reader, isForgotten }, options.signal);
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

/** Brings the notes of a workspace into a store, and asks it in the end whether it has them. */
export async function importNotes(
  workspace: string,
  store: ImportStore,
  { agent, ...options }: WorkspaceOptions,
): Promise<ImportReport> {
  const from = await locateDirectory(workspace);
  const stored = await store.notes(agent);
  const read = createFileReader();
  const written = new Map<string, WrittenNote>();
  const report = await runImport(
    {
      from,
      scope: agent,
      find: (onProblem) => findNotes(from, onProblem),
      async bring(file, context) {
        const note = await importNote(file, { ...context, agent, read, store, stored });
        if (note !== undefined) written.set(file.path, note);
        return note?.added;
      },
    },
    options,
  );
  await store.finish();
  if (written.size === 0) return report;
  const now = await store.notes(agent);
  const lost = [...written].filter(([path, note]) => !now.holds(path, note));
  const problems = lost.map(([path]) => ({ path, message: lostMessage }));
  return { ...report, problems: [...report.problems, ...problems] };
}

/** The server takes what it was given and lost for what it has, as long as it remembers the id. */
const lostMessage =
  "was not stored, as it was removed from the store minutes ago; import it again after the stream's duplicate window";
