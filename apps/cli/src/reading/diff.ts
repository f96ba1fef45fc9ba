import { diffRuns, type RunDifference, type StoredEvent } from "@openclaw/event-query";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { dim, oneLine, print, printJson } from "../terminal/print.ts";
import { stepLine } from "./event-table.ts";
import { toFilter, type FilterFlags } from "./filter.ts";
import { runNotFound } from "./run-not-found.ts";

export type DiffFlags = StoreFlags & Pick<FilterFlags, "agent">;

/**
 * Prints what two runs have in common, and what only one of them did.
 *
 * @throws EventStoreError `EVENT_NOT_FOUND` where no event is of one of the runs
 */
export async function diff(first: string, second: string, flags: DiffFlags): Promise<void> {
  const filter = await toFilter(flags);
  await using store = await openStore(flags);
  const events = new Map<string, StoredEvent[]>([first, second].map((runId) => [runId, []]));
  for await (const stored of store.reader.read(filter))
    events.get(stored.event.payload.runId)?.push(stored);
  for (const [runId, found] of events) if (found.length === 0) throw runNotFound(runId);
  const steps = await diffRuns(each(events.get(first)), each(events.get(second)));
  const count = (kind: RunDifference["kind"]): number =>
    steps.filter((step) => step.kind === kind).length;
  const counts = { both: count("both"), first: count("first"), second: count("second") };
  if (flags.json) printJson({ ...counts, steps });
  else {
    for (const step of steps) printStep(step);
    print(
      `${counts.both} steps of both, ${counts.first} of ${oneLine(first)} only, ${counts.second} of ${oneLine(second)} only`,
    );
  }
}

async function* each(events: readonly StoredEvent[] = []): AsyncGenerator<StoredEvent> {
  yield* events;
}

function printStep(step: RunDifference): void {
  if (step.kind === "both") print(dim(`  ${stepLine(step.first.event)}`));
  else if (step.kind === "first") print(`- ${stepLine(step.first.event)}`);
  else print(`+ ${stepLine(step.second.event)}`);
}
