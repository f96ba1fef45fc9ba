import type { Redact } from "@openclaw/event-publisher";
import { EventStoreError } from "@openclaw/event-schema";
import type { ImportStore, ImportTarget } from "./import-store.ts";
import { readStoredNotes } from "./stored-notes.ts";
import { readStoredPrints, type PrintsQuery, type StoredPrints } from "./stored-prints.ts";

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
  { filter, signal }: PrintsQuery,
): ImportStore {
  let reading: Promise<StoredPrints> | undefined;
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
    async session() {
      reading ??= readStoredPrints(reader, { filter, signal });
      const prints = await reading;
      return { has: (event) => prints.has(redact(event)), add: () => undefined };
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
