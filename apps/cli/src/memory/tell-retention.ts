import { formatDuration } from "../terminal/format.ts";
import { note } from "../terminal/print.ts";

/** Warns where imported memory does not stay: its age in the stream counts from the import. */
export function tellRetention(maxAgeMs: number): void {
  if (maxAgeMs === 0) return;
  note(
    `kept for ${formatDuration(maxAgeMs)} from the import on, however old it is: retention.maxAgeDays sets that`,
  );
}
