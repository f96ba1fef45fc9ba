import { join } from "node:path";
import { importWorkspace, planImport, type ImportPlan, type ImportReport } from "@openclaw/migrate";
import { exitCode } from "../exit-code.ts";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { openWriter } from "../store/open-writer.ts";
import { stateDir } from "../store/state-dir.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { note, oneLine, print, printJson } from "../terminal/print.ts";
import { createProgressLine } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";

export interface MigrateFlags extends StoreFlags {
  readonly agent: string;
  readonly dryRun?: true | undefined;
}

/** Imports the memory files of a workspace, or tells what that would do. */
export async function migrate(workspace: string | undefined, flags: MigrateFlags): Promise<void> {
  const dir = workspace ?? join(stateDir(process.env), "workspace");
  const report = await (flags.dryRun ? plan(dir, flags) : run(dir, flags));
  if (flags.json) printJson(report);
  else tell(report, flags);
  if (report.problems.length > 0) process.exitCode = exitCode.failed;
}

async function plan(workspace: string, { agent }: MigrateFlags): Promise<ImportPlan> {
  return planImport(workspace, { agent, signal: interruptSignal() });
}

async function run(workspace: string, flags: MigrateFlags): Promise<ImportReport> {
  const { agent } = flags;
  await using store = await openStore(flags);
  await using publisher = await openWriter(store, agent);
  using line = createProgressLine();
  return await importWorkspace(workspace, {
    agent,
    publisher,
    reader: store.reader,
    signal: interruptSignal(),
    onProgress: ({ path, bytes, totalBytes }) => line.show(bytes, totalBytes, oneLine(path)),
  });
}

function tell({ importId, from, sources, problems }: ImportReport, flags: MigrateFlags): void {
  const rows = Object.entries(sources).map(([kind, { files, bytes, unchanged, added }]) =>
    [kind, files, bytes, unchanged, added].map(String),
  );
  const verb = flags.dryRun ? "would be imported" : "imported";
  if (rows.length === 0) print(`no memory was found in ${from}`);
  else {
    print(`memory of agent ${flags.agent} ${verb} from ${from} as ${importId}`);
    print(table(["KIND", "FILES", "BYTES", "UNCHANGED", "EVENTS ADDED"], rows));
  }
  for (const { path, message } of problems) note(`${oneLine(path)}: ${oneLine(message)}`);
}
