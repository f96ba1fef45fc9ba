import { EventStoreError } from "@openclaw/event-schema";

/** @throws EventStoreError `ABORTED` */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new EventStoreError("ABORTED", "stopped; run it again to go on", {
    cause: signal.reason,
  });
}
