import {
  importTranscripts,
  importWorkspace,
  planImport,
  planTranscripts,
  type ImportReport,
} from "@openclaw/migrate";
import { exitCode } from "../exit-code.ts";
import type { StoreFlags } from "../options.ts";
import { findConfig } from "../store/find-config.ts";
import { findWorkspace } from "../store/find-workspace.ts";
import { readForgotten } from "../store/forgotten.ts";
import { openStore, streamsFor } from "../store/open-store.ts";
import { openWriter } from "../store/open-writer.ts";
import { stateDir } from "../store/state-dir.ts";
import { printJson } from "../terminal/print.ts";
import { tellImport } from "./tell-import.ts";
import { tellRetention } from "./tell-retention.ts";
import { withProgress } from "./with-progress.ts";
import { writeReport } from "./write-report.ts";

export interface MemoryFlags extends StoreFlags {
  readonly agent: string;
  readonly transcripts?: true | undefined;
}

export interface MigrateFlags extends MemoryFlags {
  readonly dryRun?: true | undefined;
  readonly report?: string | undefined;
}

/** Imports the memory files of a workspace, and transcripts if asked to, or tells what that would do. */
export async function migrate(workspace: string | undefined, flags: MigrateFlags): Promise<void> {
  const dir = workspace ?? (await findWorkspace(flags.agent, process.env));
  const imports = await (flags.dryRun ? plan(dir, flags) : run(dir, flags));
  if (flags.json) printJson({ imports });
  else for (const report of imports) tellImport(report, flags.agent);
  await writeReport(flags.report, { imports });
  if (imports.some(({ problems }) => problems.length > 0)) process.exitCode = exitCode.failed;
}

async function plan(
  workspace: string,
  { agent, transcripts, config: file }: MigrateFlags,
): Promise<readonly ImportReport[]> {
  const { config } = await findConfig(file, process.env);
  tellRetention(config.retention.maxAgeDays * 86_400_000);
  const notes = await withProgress(async (options) => planImport(workspace, { agent, ...options }));
  if (!transcripts) return [notes];
  const state = stateDir(process.env);
  return [
    notes,
    await withProgress(async (options) => planTranscripts(state, { agent, ...options })),
  ];
}

async function run(workspace: string, flags: MigrateFlags): Promise<readonly ImportReport[]> {
  const { agent, transcripts } = flags;
  await using store = await openStore(flags);
  await using publisher = await openWriter(store, agent);
  for (const { connection, spec } of streamsFor(store, { agent }))
    tellRetention((await connection.streamState(spec.name)).maxAgeMs);
  const isForgotten = await readForgotten(store.reader);
  const target = { agent, publisher, reader: store.reader, isForgotten };
  const notes = await withProgress(async (options) =>
    importWorkspace(workspace, { ...target, ...options }),
  );
  if (!transcripts) return [notes];
  const state = stateDir(process.env);
  return [
    notes,
    await withProgress(async (options) => importTranscripts(state, { ...target, ...options })),
  ];
}
