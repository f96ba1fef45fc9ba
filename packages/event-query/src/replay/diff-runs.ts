import type { OpenClawEvent } from "@openclaw/event-schema";
import { diffArrays } from "diff";
import { fieldOf } from "../data-fields.ts";
import type { StoredEvent } from "../event-reader.ts";

/** A step that both runs took, or one of them. */
export type RunDifference =
  | { readonly kind: "both"; readonly first: StoredEvent; readonly second: StoredEvent }
  | { readonly kind: "first"; readonly first: StoredEvent }
  | { readonly kind: "second"; readonly second: StoredEvent };

/** What of a step's data makes it the same step in another run; ids and times never do. */
const telling = ["text", "name", "args", "result", "isError", "error", "stopReason", "outcome"];

/** Two runs step by step: what they have in common, and what only one of them did. */
export async function diffRuns(
  first: AsyncIterable<StoredEvent>,
  second: AsyncIterable<StoredEvent>,
): Promise<readonly RunDifference[]> {
  const firstSteps = await stepsOf(first);
  const secondSteps = await stepsOf(second);
  const changes = diffArrays([...firstSteps.keys], [...secondSteps.keys]);
  const differences: RunDifference[] = [];
  const ours = firstSteps.events.values();
  const theirs = secondSteps.events.values();
  for (const { added, removed, count } of changes)
    for (let at = 0; at < count; at += 1) {
      const one = added ? undefined : ours.next().value;
      const other = removed ? undefined : theirs.next().value;
      if (one !== undefined && other !== undefined)
        differences.push({ kind: "both", first: one, second: other });
      else if (one !== undefined) differences.push({ kind: "first", first: one });
      else if (other !== undefined) differences.push({ kind: "second", second: other });
    }
  return differences;
}

interface Steps {
  readonly events: readonly StoredEvent[];
  readonly keys: readonly string[];
}

async function stepsOf(events: AsyncIterable<StoredEvent>): Promise<Steps> {
  const steps: StoredEvent[] = [];
  for await (const stored of events) steps.push(stored);
  return { events: steps, keys: steps.map(({ event }) => stepKey(event)) };
}

function stepKey({ type, payload: { data } }: OpenClawEvent): string {
  return JSON.stringify([type, ...telling.map((field) => fieldOf(data, field) ?? null)]);
}
