import type { ImportPlan, ImportReport, Problem } from "@openclaw/migrate";
import { eventTable } from "../reading/event-table.ts";
import { note, oneLine, print } from "../terminal/print.ts";
import { table } from "../terminal/table.ts";

/** Tells a person what an import did, or would do. */
export function tellImport(report: ImportReport | ImportPlan, agent: string): void {
  const { importId, from, sources, problems } = report;
  const samples = "samples" in report ? report.samples : undefined;
  const rows = Object.entries(sources).map(([kind, { files, bytes, unchanged, added }]) =>
    [kind, files, bytes, unchanged, added].map(String),
  );
  const verb = samples === undefined ? "imported" : "would be imported";
  if (rows.length === 0) print(`no memory of agent ${agent} was found in ${from}`);
  else {
    print(`memory of agent ${agent} ${verb} from ${from} as ${importId}`);
    print(table(["KIND", "FILES", "BYTES", "UNCHANGED", "EVENTS ADDED"], rows));
  }
  if (samples !== undefined && samples.length > 0) {
    print("\nfor example:");
    print(eventTable(samples.map((event) => ({ event }))));
  }
  tellProblems(problems);
}

/** Names what could not be brought over as it is. */
export function tellProblems(problems: readonly Problem[]): void {
  for (const { path, message } of problems) note(`${oneLine(path)}: ${oneLine(message)}`);
}
