import { buildRunTree, type RunNode, type ToolNode } from "@openclaw/event-query";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { formatDuration } from "../terminal/format.ts";
import { oneLine, print, printJson } from "../terminal/print.ts";
import { localTime } from "../time/local-time.ts";
import { toFilter, type FilterFlags } from "./filter.ts";
import { runNotFound } from "./run-not-found.ts";

/**
 * Prints runs with their tool calls and the runs of their sub-agents.
 *
 * @throws EventStoreError `EVENT_NOT_FOUND` where no event is of the run
 */
export async function tree(
  runId: string | undefined,
  flags: StoreFlags & FilterFlags,
): Promise<void> {
  const filter = await toFilter(flags);
  await using store = await openStore(flags);
  const roots = await buildRunTree(store.reader.read(filter));
  const runs = runId === undefined ? roots : [find(roots, runId) ?? unknown(runId)];
  if (flags.json) printJson({ runs });
  else if (runs.length === 0) print("no run has an event that passes the filter");
  else for (const run of runs) printRun(run, "");
}

function find(runs: readonly RunNode[], runId: string): RunNode | undefined {
  for (const run of runs) {
    const found = run.runId === runId ? run : find(run.runs, runId);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unknown(runId: string): never {
  throw runNotFound(runId);
}

function printRun(run: RunNode, indent: string): void {
  const { runId, agent, startedAt, outcome, error, tools, runs } = run;
  const failure = error === undefined ? "" : `: ${oneLine(error)}`;
  print(
    `${indent}${localTime(startedAt)} ${oneLine(agent)} ${oneLine(runId)} ${outcome}${took(run)}${failure}`,
  );
  for (const tool of tools) printTool(tool, `${indent}  `);
  for (const child of runs) printRun(child, `${indent}  `);
}

function printTool(tool: ToolNode, indent: string): void {
  print(`${indent}${oneLine(tool.name)}${tool.isError ? " failed" : ""}${took(tool)}`);
  for (const call of tool.calls) printTool(call, `${indent}  `);
}

function took({ startedAt, endedAt }: Pick<ToolNode, "startedAt" | "endedAt">): string {
  return endedAt === undefined ? "" : ` in ${formatDuration(endedAt - startedAt)}`;
}
