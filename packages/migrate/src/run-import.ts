import { eventId, isEventStoreError } from "@openclaw/event-schema";
import { messageOf, type Problem } from "./problem.ts";
import { createTally, type SourceReport } from "./tally.ts";
import { throwIfAborted } from "./throw-if-aborted.ts";

/** What a file holds that is imported. */
export type SourceKind = "daily" | "note" | "long-term" | "knowledge" | "transcript";

/** A file to import, as the file system tells. */
export interface SourceFile {
  readonly kind: SourceKind;
  /** Relative to where the import is from, with `/`. */
  readonly path: string;
  /** Where it is read from. */
  readonly location: string;
  readonly bytes: number;
  /** Unix milliseconds. */
  readonly modifiedAt: number;
}

export interface RunOptions {
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
  /** The directory it is from. */
  readonly from: string;
  readonly sources: Readonly<Partial<Record<SourceKind, SourceReport>>>;
  readonly problems: readonly Problem[];
}

/** How the files of a directory are imported. */
export interface Importer<File extends SourceFile> {
  readonly from: string;
  /** What tells its imports from others of the same files, such as the agent. */
  readonly scope: string;
  readonly find: (onProblem: OnProblem) => AsyncIterable<File>;
  /** @returns how many events a file added, `undefined` where the store has it as it is */
  readonly bring: (file: File, context: BringContext) => Promise<number | undefined>;
}

export type OnProblem = (problem: Problem) => void;

export interface BringContext {
  readonly importId: string;
  readonly onProblem: OnProblem;
}

/** Brings one file after the other; what is wrong with one of them is told, and the next one follows. */
export async function runImport<File extends SourceFile>(
  { from, scope, find, bring }: Importer<File>,
  { onProgress, signal }: RunOptions,
): Promise<ImportReport> {
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): void => void problems.push(problem);
  const files: File[] = [];
  for await (const file of find(onProblem)) files.push(file);
  const importId = idOfImport(scope, files);
  const tally = createTally(files);

  for (const file of files) {
    throwIfAborted(signal);
    try {
      tally.done(file, await bring(file, { importId, onProblem }));
    } catch (error) {
      if (isFatal(error)) throw error;
      onProblem({ path: file.path, message: messageOf(error) });
      tally.failed(file);
    }
    onProgress?.({ path: file.path, ...tally.progress });
  }
  return { importId, from, sources: tally.sources, problems };
}

function idOfImport(scope: string, files: readonly SourceFile[]): string {
  const prints = files.map(({ path, bytes, modifiedAt }) => `${path}\0${bytes}\0${modifiedAt}`);
  return eventId("import", scope, ...prints);
}

/** Whether the next file would fare no better: the store fails, not the file. */
function isFatal(error: unknown): boolean {
  return isEventStoreError(error) && !["CORRUPT", "INVALID_EVENT"].includes(error.code);
}
