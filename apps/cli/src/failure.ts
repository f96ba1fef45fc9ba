import { isEventStoreError, type EventStoreErrorCode } from "@openclaw/event-schema";
import { exitCode, type ExitCode } from "./exit-code.ts";

const exitCodes: Partial<Record<EventStoreErrorCode, ExitCode>> = {
  INVALID_ARGUMENT: "usage",
  INVALID_CONFIG: "usage",
  UNAVAILABLE: "unreachable",
  TIMEOUT: "unreachable",
  PERMISSION_DENIED: "denied",
  STREAM_NOT_FOUND: "notFound",
  EVENT_NOT_FOUND: "notFound",
  IN_USE: "inUse",
  ABORTED: "interrupted",
};

/** What to do where the message itself cannot know it. */
const nextSteps: Partial<Record<EventStoreErrorCode, string>> = {
  STREAM_NOT_FOUND: ": create it with `openclaw-events stream ensure`",
  PERMISSION_DENIED: ": `openclaw-events doctor` tells what is missing",
};

/** Says on stderr what went wrong, as JSON under `--json`, and returns the exit code for it. */
export function reportFailure(error: unknown): number {
  const code: EventStoreErrorCode = isEventStoreError(error) ? error.code : "INTERNAL";
  const reason = error instanceof Error ? error.message : String(error);
  const message = `${reason}${nextSteps[code] ?? ""}`;
  const text = process.argv.includes("--json")
    ? JSON.stringify({ error: { code, message } })
    : `openclaw-events: ${message}`;
  process.stderr.write(`${text}\n`);
  return exitCode[exitCodes[code] ?? "failed"];
}
