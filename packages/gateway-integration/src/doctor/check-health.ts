import type { HealthFinding } from "openclaw/plugin-sdk/health";
import { findRecordingProblems } from "./find-recording-problems.ts";
import { findStoreProblems } from "./find-store-problems.ts";

export const checkId = "event-store/health";

/** What a check found wrong. */
export interface Problem {
  /** Name of the single check. */
  readonly check: string;
  readonly severity: HealthFinding["severity"];
  readonly message: string;
  readonly remedy: string;
}

/** Looks whether the running gateway records, and whether what it records can be stored. */
export async function checkHealth(env: NodeJS.ProcessEnv): Promise<readonly HealthFinding[]> {
  const found = await Promise.all([findRecordingProblems(), findStoreProblems(env)]);
  return found.flat().map(({ check, severity, message, remedy }) => ({
    checkId,
    severity,
    message,
    path: "plugins.entries.event-store",
    requirement: check,
    fixHint: remedy,
  }));
}
