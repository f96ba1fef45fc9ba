import { locateDirectory } from "./directory.ts";
import type { ImportPlan } from "./import-workspace.ts";
import type { Problem } from "./problem.ts";
import { runImport, type ImportReport, type RunOptions } from "./run-import.ts";
import {
  createDryStore,
  openImportStore,
  type ImportStore,
  type ImportTarget,
} from "./store/import-store.ts";
import { findTranscripts } from "./transcripts/find-transcripts.ts";
import { importTranscript } from "./transcripts/import-transcript.ts";
import { readSessionKeys } from "./transcripts/session-keys.ts";

export interface TranscriptsOptions extends RunOptions {
  /** The agent whose transcripts to import. */
  readonly agent: string;
  /** The gateway that the live recorder writes as. @defaultValue "openclaw" */
  readonly gateway?: string | undefined;
}

/**
 * Brings the session transcripts of an agent, below a state directory of OpenClaw, into the store, as the events that the
 * recorder would have made of them: what it did record is left out.
 *
 * @throws EventStoreError as {@link importWorkspace}
 */
export async function importTranscripts(
  stateDir: string,
  { publisher, reader, isForgotten, ...options }: TranscriptsOptions & ImportTarget,
): Promise<ImportReport> {
  return importTranscriptsOf(
    stateDir,
    openImportStore({ publisher, reader, isForgotten }, options.signal),
    options,
  );
}

/**
 * Reads transcripts as {@link importTranscripts} does, and stores nothing; needs no connection.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` where there is no such directory, `ABORTED`
 */
export async function planTranscripts(
  stateDir: string,
  options: TranscriptsOptions,
): Promise<ImportPlan> {
  const store = createDryStore();
  const report = await importTranscriptsOf(stateDir, store, options);
  return { ...report, samples: store.samples };
}

/** Brings an agent's transcripts into a store. */
export async function importTranscriptsOf(
  stateDir: string,
  store: ImportStore,
  { agent, gateway, ...options }: TranscriptsOptions,
): Promise<ImportReport> {
  const from = await locateDirectory(stateDir);
  const keyProblems: Problem[] = [];
  const keys = await readSessionKeys(from, agent, (problem) => keyProblems.push(problem));
  const report = await runImport(
    {
      from,
      scope: JSON.stringify(["transcripts", agent, gateway]),
      find: (onProblem) => findTranscripts(from, agent, onProblem),
      bring: (file, context) => importTranscript(file, { ...context, agent, store, keys, gateway }),
    },
    options,
  );
  await store.finish();
  return { ...report, problems: [...keyProblems, ...report.problems] };
}
