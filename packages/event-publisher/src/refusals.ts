import { randomUUID } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { z } from "zod";
import type { Gap } from "./gap-event.ts";

const gapSchema = z.object({ count: z.number(), from: z.number(), to: z.number() });
const fileSchema = z.object({ id: z.string(), agents: z.record(z.string(), gapSchema) });

/** Counts the events that a full outbox refused, on disk, until they are told as gaps. */
export interface Refusals {
  readonly count: number;
  add(event: OpenClawEvent): void;
  /** What was refused since the last time, and forgets it once `tell` has returned. */
  settle(tell: (gaps: readonly Gap[], source: string) => void): void;
}

const saveEveryMs = 100;

/** @param dir - where the count survives the process; without one it does not */
export function openRefusals(dir?: string): Refusals {
  const path = dir === undefined ? undefined : join(dir, "refused.json");
  let { id, agents } = load(path);
  let savedAt = -Infinity;
  const total = (): number => Object.values(agents).reduce((sum, { count }) => sum + count, 0);
  return {
    get count() {
      return total();
    },
    add({ agent, timestamp }) {
      const { count = 0, from = timestamp } = agents[agent] ?? {};
      agents[agent] = { count: count + 1, from, to: timestamp };
      const now = performance.now();
      if (path === undefined || now - savedAt < saveEveryMs) return;
      savedAt = now;
      try {
        writeFileSync(path, JSON.stringify({ id, agents }));
      } catch {
        // The disk that refuses the events may refuse this, too: the next refusal tries again.
      }
    },
    settle(tell) {
      if (total() === 0) return;
      const gaps = Object.entries(agents).map(([agent, gap]) => ({
        agent,
        cause: "outbox-full",
        ...gap,
      }));
      tell(gaps, id);
      ({ id, agents } = fresh());
      if (path !== undefined) rmSync(path, { force: true });
    },
  };
}

function load(path: string | undefined): z.infer<typeof fileSchema> {
  try {
    return path === undefined ? fresh() : fileSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return fresh();
  }
}

function fresh(): z.infer<typeof fileSchema> {
  return { id: randomUUID(), agents: {} };
}
