export { importLegacyStream } from "./import-legacy-stream.ts";
export type {
  LegacyRecord,
  LegacyStreamOptions,
  LegacyStreamReport,
} from "./import-legacy-stream.ts";
export { importTranscripts, planTranscripts } from "./import-transcripts.ts";
export type { TranscriptsOptions } from "./import-transcripts.ts";
export { importWorkspace, planImport } from "./import-workspace.ts";
export type { ImportPlan, WorkspaceOptions } from "./import-workspace.ts";
export type { Problem } from "./problem.ts";
export type { ImportProgress, ImportReport, RunOptions, SourceKind } from "./run-import.ts";
export { rollbackImport } from "./rollback.ts";
export type { RollbackOptions, RollbackReport } from "./rollback.ts";
export type { EventSink } from "./store/event-writer.ts";
export type { ImportTarget } from "./store/import-store.ts";
export type { SourceReport } from "./tally.ts";
export { verifyTranscripts, verifyWorkspace } from "./verify.ts";
export type { VerifyReport } from "./verify.ts";
