import type { NoteFile, NoteKind } from "./workspace/find-notes.ts";

/** What was found of one kind. */
export interface SourceReport {
  readonly files: number;
  readonly bytes: number;
  /** Files that the store has as they are. */
  readonly unchanged: number;
  /** Events added. */
  readonly added: number;
}

/** Counts files as they are done. */
export interface Tally {
  readonly sources: Readonly<Partial<Record<NoteKind, SourceReport>>>;
  readonly progress: {
    readonly files: number;
    readonly totalFiles: number;
    readonly bytes: number;
    readonly totalBytes: number;
  };
  /** `added` events came of a file; `undefined` where the store has it as it is. */
  done(file: NoteFile, added: number | undefined): void;
  failed(file: NoteFile): void;
}

export function createTally(all: readonly NoteFile[]): Tally {
  const totalBytes = all.reduce((sum, { bytes }) => sum + bytes, 0);
  const sources: Partial<Record<NoteKind, SourceReport>> = {};
  let files = 0;
  let doneBytes = 0;
  const count = (file: NoteFile): void => {
    files += 1;
    doneBytes += file.bytes;
  };
  return {
    sources,
    get progress() {
      return { files, totalFiles: all.length, bytes: doneBytes, totalBytes };
    },
    done(file, added) {
      count(file);
      const source = sources[file.kind] ?? { files: 0, bytes: 0, unchanged: 0, added: 0 };
      sources[file.kind] = {
        files: source.files + 1,
        bytes: source.bytes + file.bytes,
        unchanged: source.unchanged + (added === undefined ? 1 : 0),
        added: source.added + (added ?? 0),
      };
    },
    failed: count,
  };
}
