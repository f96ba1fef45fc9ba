import { importTranscriptsOf, type TranscriptsOptions } from "./import-transcripts.ts";
import { importNotes, type WorkspaceOptions } from "./import-workspace.ts";
import type { Problem } from "./problem.ts";
import type { ImportReport } from "./run-import.ts";
import { createVerifyingStore, type VerifySource } from "./store/verifying-store.ts";

/** What a comparison of files with the store found. */
export interface VerifyReport {
  /** The directory that was compared. */
  readonly from: string;
  /** Files that are stored as they are. */
  readonly files: number;
  readonly bytes: number;
  /** The other files. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a workspace again, and compares all that an import would write with what is stored.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` where there is no such workspace, `ABORTED`, and what the
 * reader throws
 */
export async function verifyWorkspace(
  workspace: string,
  { reader, isForgotten, redact, ...options }: WorkspaceOptions & VerifySource,
): Promise<VerifyReport> {
  const { agent, signal } = options;
  const filter = { agent, type: "memory.*" };
  const store = createVerifyingStore({ reader, isForgotten, redact }, { filter, signal });
  return verified(await importNotes(workspace, store, options));
}

/**
 * Reads an agent's transcripts again, and compares all that they tell with what is stored.
 *
 * @throws EventStoreError as {@link verifyWorkspace}
 */
export async function verifyTranscripts(
  stateDir: string,
  { reader, isForgotten, redact, ...options }: TranscriptsOptions & VerifySource,
): Promise<VerifyReport> {
  const { agent, signal } = options;
  const filter = { agent, type: ["conversation.*", "lifecycle.*"] };
  const store = createVerifyingStore({ reader, isForgotten, redact }, { filter, signal });
  return verified(await importTranscriptsOf(stateDir, store, options));
}

function verified({ from, sources, problems }: ImportReport): VerifyReport {
  const found = Object.values(sources);
  return {
    from,
    files: found.reduce((sum, { files }) => sum + files, 0),
    bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
    problems,
  };
}
