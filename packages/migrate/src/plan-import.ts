import type { OpenClawEvent } from "@openclaw/event-schema";
import { runImport, type ImportOptions, type ImportReport } from "./run-import.ts";

/** What an import into an empty store would do. */
export interface ImportPlan extends ImportReport {
  /** Some of the events it would add. */
  readonly samples: readonly OpenClawEvent[];
}

const maxSamples = 5;

/**
 * Reads a workspace as {@link importWorkspace} does, and stores nothing; needs no connection.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` where there is no such workspace
 */
export async function planImport(workspace: string, options: ImportOptions): Promise<ImportPlan> {
  const samples: OpenClawEvent[] = [];
  const nothing = {
    newest: () => ({ previous: undefined }),
    begun: async () => new Set<string>(),
  };
  const writer = {
    async write(events: readonly OpenClawEvent[]): Promise<void> {
      samples.push(...events.slice(0, maxSamples - samples.length));
    },
  };
  const report = await runImport(workspace, { stored: nothing, writer }, options);
  return { ...report, samples };
}
