import { EventStoreError } from "@openclaw/event-schema";

/** What a command fails with that was asked for a run without events. */
export function runNotFound(runId: string): EventStoreError {
  return new EventStoreError(
    "EVENT_NOT_FOUND",
    `no stored event is of run ${runId}; see the runs with \`openclaw-events tree\``,
  );
}
