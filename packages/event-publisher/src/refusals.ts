import { randomUUID } from "node:crypto";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { z } from "zod";
import type { Gap } from "./gap-event.ts";
import { openKeptJson, readKeptJson } from "./outbox/kept-json.ts";

const gapSchema = z.object({ count: z.number(), from: z.number(), to: z.number() });
const refusedSchema = z.object({ id: z.string(), agents: z.record(z.string(), gapSchema) });
type Refused = z.infer<typeof refusedSchema>;

/** Counts the events that a full outbox refused, on disk, until they are told as gaps. */
export interface Refusals extends Disposable {
  readonly count: number;
  add(event: OpenClawEvent): void;
  /** Has the gaps told that were left since the last time; those that are told are forgotten. */
  settle(tell: (gap: Gap, source: string) => boolean): void;
}

const saveEveryMs = 100;
const name = "refused";

/** @param dir - where the count survives the process; without one it does not */
export function openRefusals(dir?: string): Refusals {
  const file = dir === undefined ? undefined : openKeptJson({ dir, name });
  let { id, agents } = readRefused(dir);
  let savedAt = -Infinity;

  const save = (): void => {
    savedAt = performance.now();
    try {
      file?.write({ id, agents } satisfies Refused);
    } catch {
      // The disk that refuses the events may refuse this, too: the next refusal tries again.
    }
  };

  return {
    get count() {
      return countOf(agents);
    },
    add({ agent, timestamp }) {
      const { count = 0, from = timestamp } = agents[agent] ?? {};
      agents[agent] = { count: count + 1, from, to: timestamp };
      if (performance.now() - savedAt >= saveEveryMs) save();
    },
    settle(tell) {
      const untold = Object.entries(agents).filter(
        ([agent, gap]) => !tell({ agent, cause: "outbox-full", ...gap }, id),
      );
      if (untold.length === Object.keys(agents).length) return;
      // What is refused from now on is another gap.
      id = randomUUID();
      agents = Object.fromEntries(untold);
      save();
    },
    [Symbol.dispose]() {
      if (countOf(agents) > 0) save();
      file?.[Symbol.dispose]();
    },
  };
}

/** How many refused events of an outbox nothing has told of yet. */
export function countRefused(dir: string): number {
  return countOf(readRefused(dir).agents);
}

function readRefused(dir: string | undefined): Refused {
  const fresh = { id: randomUUID(), agents: {} };
  if (dir === undefined) return fresh;
  return refusedSchema.safeParse(readKeptJson({ dir, name })).data ?? fresh;
}

function countOf(agents: Refused["agents"]): number {
  return Object.values(agents).reduce((sum, { count }) => sum + count, 0);
}
