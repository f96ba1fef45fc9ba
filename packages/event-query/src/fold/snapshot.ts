import { isEventStoreError, type Logger } from "@openclaw/event-schema";
import type { DocumentStore } from "@openclaw/jetstream";
import { z } from "zod";
import type { Checkpoint } from "../event-reader.ts";
import { queryKey } from "../page/cursor.ts";
import type { Projection } from "./projection.ts";

/** A state, and how far the events in it go. */
export interface Folded<State> {
  readonly state: State;
  readonly checkpoint: Checkpoint;
}

/** The snapshots of one projection. */
export interface Snapshots<State> {
  /** The last one, `undefined` where it is of another version, filter or shape. */
  read(): Promise<Folded<State> | undefined>;
  /** Keeps one; where it cannot be kept that is reported and costs the next start time only. */
  write(folded: Folded<State>): Promise<void>;
}

export function createSnapshots<State>(
  projection: Projection<State>,
  documents: DocumentStore | undefined,
  logger: Logger,
): Snapshots<State> {
  const key = `fold-${projection.name}`;
  const schema = z.object({
    version: z.literal(projection.version),
    filter: z.literal(queryKey(projection.filter ?? {}, "asc")),
    checkpoint: z.record(z.string(), z.number().int()),
    state: projection.schema,
  });
  let revision: number | undefined;
  return {
    async read() {
      if (documents === undefined) return undefined;
      const document = await documents.get(key);
      // Where it is gone at the first write, some of what is in the state was forgotten.
      revision = document?.revision ?? (await documents.put(key, null, 0));
      const snapshot = schema.safeParse(document?.value);
      return snapshot.success ? snapshot.data : undefined;
    },
    async write({ state, checkpoint }) {
      // Without a revision another process keeps it, or some of what is in the state was forgotten.
      if (documents === undefined || revision === undefined) return;
      const filter = queryKey(projection.filter ?? {}, "asc");
      try {
        const value = { version: projection.version, filter, checkpoint, state };
        revision = await documents.put(key, value, revision);
      } catch (error) {
        if (!isEventStoreError(error)) throw error;
        logger.warn(`the snapshot of projection ${projection.name} could not be kept`, { error });
      }
    },
  };
}
