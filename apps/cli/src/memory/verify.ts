import { createRedactor } from "@openclaw/event-publisher";
import { verifyTranscripts, verifyWorkspace } from "@openclaw/migrate";
import { exitCode } from "../exit-code.ts";
import { findWorkspace } from "../store/find-workspace.ts";
import { readForgotten } from "../store/forgotten.ts";
import { openStore } from "../store/open-store.ts";
import { redactionKeyFile, stateDir } from "../store/state-dir.ts";
import { formatBytes } from "../terminal/format.ts";
import { print, printJson } from "../terminal/print.ts";
import type { MemoryFlags } from "./migrate.ts";
import { tellProblems } from "./tell-import.ts";
import { withProgress } from "./with-progress.ts";

/** Compares the memory files of a workspace, and transcripts if asked to, with what is stored of them. */
export async function verify(workspace: string | undefined, flags: MemoryFlags): Promise<void> {
  const { agent, transcripts } = flags;
  const dir = workspace ?? (await findWorkspace(agent, process.env));
  await using store = await openStore(flags);
  const redact = createRedactor({
    ...store.config.redaction,
    keyFile: redactionKeyFile(process.env),
  });
  const { reader } = store;
  const source = { agent, reader, isForgotten: await readForgotten(reader), redact };
  const reports = [
    await withProgress(async (options) => verifyWorkspace(dir, { ...source, ...options })),
  ];
  const state = stateDir(process.env);
  if (transcripts)
    reports.push(
      await withProgress(async (options) => verifyTranscripts(state, { ...source, ...options })),
    );
  if (flags.json) printJson({ comparisons: reports });
  else
    for (const { from, files, bytes, problems } of reports) {
      print(`${files} files (${formatBytes(bytes)}) of ${from} are stored as they are`);
      tellProblems(problems);
    }
  if (reports.some(({ problems }) => problems.length > 0)) process.exitCode = exitCode.failed;
}
