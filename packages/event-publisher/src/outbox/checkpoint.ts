import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const checkpointSchema = z.object({
  released: z.object({ offset: z.number().int(), index: z.number().int() }),
  floor: z.number().int(),
  maybeSent: z.number().int(),
});

/** How far an outbox was sent and released. Losing it costs a longer look at the stream, no event. */
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** The last checkpoint of an outbox, `undefined` where there is none that can be read. */
export function readCheckpoint(dir: string): Checkpoint | undefined {
  try {
    return checkpointSchema.parse(JSON.parse(readFileSync(join(dir, "checkpoint.json"), "utf8")));
  } catch {
    return undefined;
  }
}

/** Replaces the checkpoint in one step. */
export function writeCheckpoint(dir: string, checkpoint: Checkpoint): void {
  const draft = join(dir, "checkpoint.draft");
  writeFileSync(draft, JSON.stringify(checkpoint));
  renameSync(draft, join(dir, "checkpoint.json"));
}
