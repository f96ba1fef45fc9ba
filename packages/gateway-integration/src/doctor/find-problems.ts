import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** What a check found wrong. */
export interface Problem {
  /** Name of the single check. */
  readonly check: string;
  readonly severity: "warning" | "error";
  readonly message: string;
  readonly remedy: string;
}

const deadlineMs = 30_000;
const report = z.object({
  findings: z.array(
    z.object({
      check: z.string(),
      severity: z.enum(["ok", "note", "warning", "problem"]),
      message: z.string(),
      remedy: z.string().optional(),
    }),
  ),
});

/** What `openclaw-events doctor` finds wrong with settings, server, stream, outbox, disk and clock. */
export async function findProblems(env: NodeJS.ProcessEnv): Promise<readonly Problem[]> {
  const { findings } = report.parse(JSON.parse(await examine(env)));
  return findings.flatMap(({ check, severity, message, remedy = "" }) => {
    if (severity === "ok" || severity === "note") return [];
    return [{ check, severity: severity === "problem" ? "error" : severity, message, remedy }];
  });
}

/** It fails where it finds problems, and tells them all the same. */
function examine(env: NodeJS.ProcessEnv): Promise<string> {
  const command = fileURLToPath(new URL("plugin/openclaw-events.js", import.meta.url));
  const options = { env, timeout: deadlineMs };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [command, "doctor", "--json"], options, (error, stdout) => {
      if (error !== null && stdout === "") reject(error);
      else resolve(stdout);
    });
  });
}
