import { realpath } from "node:fs/promises";
import { EventStoreError, eventId, isEventStoreError } from "@openclaw/event-schema";
import { importNote, type NoteImport } from "./notes/import-note.ts";
import type { Problem } from "./problem.ts";
import { createTally, type SourceReport } from "./tally.ts";
import { throwIfAborted } from "./throw-if-aborted.ts";
import { findNotes, type NoteFile, type NoteKind } from "./workspace/find-notes.ts";

export interface ImportOptions {
  /** The agent whose memory this is. */
  readonly agent: string;
  /** Called after each file. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How far an import is. */
export interface ImportProgress {
  /** The file just done. */
  readonly path: string;
  readonly files: number;
  readonly totalFiles: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface ImportReport {
  /** Names what this import added; the same files give the same id. */
  readonly importId: string;
  readonly agent: string;
  readonly workspace: string;
  readonly sources: Readonly<Partial<Record<NoteKind, SourceReport>>>;
  readonly problems: readonly Problem[];
}

/** Reads a workspace, and writes what is not stored yet. */
export async function runImport(
  workspace: string,
  parts: Pick<NoteImport, "stored" | "writer">,
  { agent, onProgress, signal }: ImportOptions,
): Promise<ImportReport> {
  const root = await rootOf(workspace);
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): void => void problems.push(problem);
  const notes: NoteFile[] = [];
  for await (const note of findNotes(root, onProblem)) notes.push(note);
  const importId = idOfImport(agent, notes);
  const tally = createTally(notes);

  for (const note of notes) {
    throwIfAborted(signal);
    try {
      const added = await importNote(note, { ...parts, agent, importId, onProblem, signal });
      tally.done(note, added);
    } catch (error) {
      if (isFatal(error)) throw error;
      onProblem({ path: note.path, message: String(error) });
      tally.failed(note);
    }
    onProgress?.({ path: note.path, ...tally.progress });
  }
  return { importId, agent, workspace: root, sources: tally.sources, problems };
}

async function rootOf(workspace: string): Promise<string> {
  try {
    return await realpath(workspace);
  } catch (cause) {
    throw new EventStoreError("INVALID_ARGUMENT", `there is no workspace ${workspace}`, { cause });
  }
}

function idOfImport(agent: string, notes: readonly NoteFile[]): string {
  const files = notes.map(({ path, bytes, modifiedAt }) => `${path}\0${bytes}\0${modifiedAt}`);
  return eventId("import", agent, ...files);
}

/** Whether the next file would fare no better: the store fails, not the file. */
function isFatal(error: unknown): boolean {
  return isEventStoreError(error) && error.code !== "CORRUPT" && error.code !== "INVALID_EVENT";
}
