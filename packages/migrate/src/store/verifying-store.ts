import { isDeepStrictEqual } from "node:util";
import type { Redact } from "@openclaw/event-publisher";
import { EventStoreError, type OpenClawEvent } from "@openclaw/event-schema";
import type { ImportStore, ImportTarget } from "./import-store.ts";
import { readStoredNotes } from "./stored-notes.ts";
import { isSameMoment } from "./stored-session.ts";

/** What files are compared with. */
export interface VerifySource extends Omit<ImportTarget, "publisher"> {
  /** What the publisher of the import did to events. @defaultValue nothing */
  readonly redact?: Redact | undefined;
}

/**
 * A store that has an event only where its content is what an import would write today, and refuses what
 * an import would add.
 */
export function createVerifyingStore(
  { reader, isForgotten = () => false, redact = (event) => event }: VerifySource,
  signal?: AbortSignal,
): ImportStore {
  return {
    isForgotten,
    async notes(agent) {
      const stored = await readStoredNotes(reader, { agent, signal });
      const version: typeof stored.version = async (path, sha256) => ({
        ...(await stored.version(path, sha256)),
        isStored: false,
      });
      return { version, hasBegun: () => true, holds: () => true };
    },
    async session(agent, session) {
      const events = new Map<string, OpenClawEvent>();
      for await (const { event } of reader.read({ agent, session }, { signal }))
        events.set(event.id, event);
      return { has: (event) => isStored(redact(event), events), add: () => undefined };
    },
    async write([first, ...others]) {
      if (first === undefined) return;
      const more = others.length > 0 ? ` and ${others.length} more` : "";
      throw new EventStoreError(
        "CORRUPT",
        `differs from what is stored, or is not: event ${first.id} of type ${first.type}${more}`,
      );
    },
    finish: async () => undefined,
  };
}

function isStored(event: OpenClawEvent, stored: ReadonlyMap<string, OpenClawEvent>): boolean {
  const same = stored.get(event.id);
  if (same !== undefined) return same.meta.import === undefined || hasSameData(same, event);
  return [...stored.values()].some((other) => isSameMoment(other, event));
}

/** What the recorder told of a fact is more than a transcript tells; what an import told is the same. */
function hasSameData(stored: OpenClawEvent, event: OpenClawEvent): boolean {
  const written: unknown = JSON.parse(JSON.stringify(event.payload.data));
  return isDeepStrictEqual(stored.payload.data, written);
}
