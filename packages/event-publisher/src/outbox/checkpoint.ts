import { z } from "zod";
import { openKeptJson, readKeptJson, type KeptJson } from "./kept-json.ts";

const checkpointSchema = z.object({
  released: z.object({ offset: z.number().int(), index: z.number().int() }),
  floor: z.number().int(),
  maybeSent: z.number().int(),
});

/** How far an outbox was sent and released. Losing it costs a longer look at the stream, no event. */
export type Checkpoint = z.infer<typeof checkpointSchema>;

const name = "checkpoint";

/** The last checkpoint of an outbox, `undefined` where there is none that can be read. */
export function readCheckpoint(dir: string): Checkpoint | undefined {
  return checkpointSchema.safeParse(readKeptJson({ dir, name })).data;
}

/** Where the checkpoints of an outbox are written. */
export function openCheckpoints(dir: string): KeptJson {
  return openKeptJson({ dir, name });
}
