import { join } from "node:path";
import {
  importTranscripts,
  importWorkspace,
  planImport,
  planTranscripts,
  type ImportReport,
  type RunOptions,
} from "@openclaw/migrate";
import { exitCode } from "../exit-code.ts";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { openWriter } from "../store/open-writer.ts";
import { stateDir } from "../store/state-dir.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { note, oneLine, print, printJson } from "../terminal/print.ts";
import { createProgressLine, type ProgressLine } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";

export interface MigrateFlags extends StoreFlags {
  readonly agent: string;
  readonly transcripts?: true | undefined;
  readonly dryRun?: true | undefined;
}

/** The workspace that the gateway has by default. */
export function defaultWorkspace(): string {
  return join(stateDir(process.env), "workspace");
}

/** Imports the memory files of a workspace, and transcripts if asked to, or tells what that would do. */
export async function migrate(workspace: string | undefined, flags: MigrateFlags): Promise<void> {
  using line = createProgressLine();
  const dir = workspace ?? defaultWorkspace();
  const reports = await (flags.dryRun ? plan(dir, flags, line) : run(dir, flags, line));
  line[Symbol.dispose]();
  if (flags.json) printJson({ imports: reports });
  else for (const report of reports) tell(report, flags);
  if (reports.some(({ problems }) => problems.length > 0)) process.exitCode = exitCode.failed;
}

async function plan(
  workspace: string,
  { agent, transcripts }: MigrateFlags,
  line: ProgressLine,
): Promise<readonly ImportReport[]> {
  const options = { agent, ...runOptions(line) };
  const notes = await planImport(workspace, options);
  return transcripts ? [notes, await planTranscripts(stateDir(process.env), options)] : [notes];
}

async function run(
  workspace: string,
  flags: MigrateFlags,
  line: ProgressLine,
): Promise<readonly ImportReport[]> {
  const { agent, transcripts } = flags;
  await using store = await openStore(flags);
  await using publisher = await openWriter(store, agent);
  const options = { agent, publisher, reader: store.reader, ...runOptions(line) };
  const notes = await importWorkspace(workspace, options);
  return transcripts ? [notes, await importTranscripts(stateDir(process.env), options)] : [notes];
}

/** Shows how far a run over files is, and ends it on Ctrl-C. */
export function runOptions(line: ProgressLine): RunOptions {
  return {
    signal: interruptSignal(),
    onProgress: ({ path, bytes, totalBytes }) => line.show(bytes, totalBytes, oneLine(path)),
  };
}

function tell({ importId, from, sources, problems }: ImportReport, flags: MigrateFlags): void {
  const rows = Object.entries(sources).map(([kind, { files, bytes, unchanged, added }]) =>
    [kind, files, bytes, unchanged, added].map(String),
  );
  const verb = flags.dryRun ? "would be imported" : "imported";
  if (rows.length === 0) print(`no memory of agent ${flags.agent} was found in ${from}`);
  else {
    print(`memory of agent ${flags.agent} ${verb} from ${from} as ${importId}`);
    print(table(["KIND", "FILES", "BYTES", "UNCHANGED", "EVENTS ADDED"], rows));
  }
  tellProblems(problems);
}

/** Names the files that could not be brought over as they are. */
export function tellProblems(problems: ImportReport["problems"]): void {
  for (const { path, message } of problems) note(`${oneLine(path)}: ${oneLine(message)}`);
}
