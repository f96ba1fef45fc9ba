import type { SourceFile, SourceKind } from "./run-import.ts";

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
  readonly sources: Readonly<Partial<Record<SourceKind, SourceReport>>>;
  readonly progress: {
    readonly files: number;
    readonly totalFiles: number;
    readonly bytes: number;
    readonly totalBytes: number;
  };
  /** `added` events came of a file; `undefined` where the store has it as it is. */
  done(file: SourceFile, added: number | undefined): void;
  failed(file: SourceFile): void;
}

export function createTally(all: readonly SourceFile[]): Tally {
  const totalBytes = all.reduce((sum, { bytes }) => sum + bytes, 0);
  const sources: Partial<Record<SourceKind, SourceReport>> = {};
  let files = 0;
  let doneBytes = 0;
  const count = (file: SourceFile): void => {
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
