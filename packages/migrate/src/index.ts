export { importWorkspace } from "./import-workspace.ts";
export type { ImportTarget } from "./import-workspace.ts";
export { planImport } from "./plan-import.ts";
export type { ImportPlan } from "./plan-import.ts";
export type { Problem } from "./problem.ts";
export type { ImportOptions, ImportProgress, ImportReport } from "./run-import.ts";
export type { SourceReport } from "./tally.ts";
export type { NoteKind } from "./workspace/find-notes.ts";
