import { verifyTranscripts, verifyWorkspace } from "@openclaw/migrate";
import { exitCode } from "../exit-code.ts";
import { openStore } from "../store/open-store.ts";
import { stateDir } from "../store/state-dir.ts";
import { formatBytes } from "../terminal/format.ts";
import { print, printJson } from "../terminal/print.ts";
import { createProgressLine } from "../terminal/progress.ts";
import { defaultWorkspace, runOptions, tellProblems, type MigrateFlags } from "./migrate.ts";

/** Compares the memory files of a workspace, and transcripts if asked to, with what is stored of them. */
export async function verify(
  workspace: string | undefined,
  flags: Omit<MigrateFlags, "dryRun">,
): Promise<void> {
  using line = createProgressLine();
  await using store = await openStore(flags);
  const options = { agent: flags.agent, reader: store.reader, ...runOptions(line) };
  const reports = [await verifyWorkspace(workspace ?? defaultWorkspace(), options)];
  if (flags.transcripts) reports.push(await verifyTranscripts(stateDir(process.env), options));
  line[Symbol.dispose]();
  if (flags.json) printJson({ comparisons: reports });
  else
    for (const { from, files, bytes, problems } of reports) {
      print(`${files} files (${formatBytes(bytes)}) of ${from} are stored as they are`);
      tellProblems(problems);
    }
  if (reports.some(({ problems }) => problems.length > 0)) process.exitCode = exitCode.failed;
}
