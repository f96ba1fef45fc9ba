import type { HealthFinding } from "openclaw/plugin-sdk/health";
import { findProblems } from "./find-problems.ts";

export const checkId = "event-store/health";

/** Looks for what keeps events from being stored and remembered; the gateway is stopped meanwhile. */
export async function checkHealth(env: NodeJS.ProcessEnv): Promise<readonly HealthFinding[]> {
  const problems = await findProblems(env);
  return problems.map(({ check, severity, message, remedy }) => ({
    checkId,
    severity,
    message,
    path: "plugins.entries.event-store",
    requirement: check,
    fixHint: remedy,
  }));
}
