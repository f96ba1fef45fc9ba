import type { EventReader } from "@openclaw/event-query";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { createEventWriter, type EventSink, type EventWriter } from "./event-writer.ts";
import { readStoredNotes, type StoredNotes } from "./stored-notes.ts";
import { readStoredSession, type StoredSession } from "./stored-session.ts";

/** Where imported events go, and what is there already. */
export interface ImportStore extends EventWriter {
  /** Whether an event is not to be stored again. */
  isForgotten(event: OpenClawEvent): boolean;
  notes(agent: string): Promise<StoredNotes>;
  /** What is stored of a session, with all that was written before. */
  session(agent: string, session: string): Promise<StoredSession>;
}

/** Where an import goes to. */
export interface ImportTarget {
  readonly publisher: EventSink;
  /** Tells what the store has already. */
  readonly reader: EventReader;
  /** Whether an event was forgotten on purpose, and is to stay so. @defaultValue none is */
  readonly isForgotten?: ((event: OpenClawEvent) => boolean) | undefined;
}

export function openImportStore(
  { publisher, reader, isForgotten = () => false }: ImportTarget,
  signal?: AbortSignal,
): ImportStore {
  const writer = createEventWriter(publisher, { signal });
  return {
    ...writer,
    isForgotten,
    notes: async (agent) => readStoredNotes(reader, { agent, signal }),
    async session(agent, session) {
      await writer.finish();
      return readStoredSession(reader, { agent, session, signal });
    },
  };
}

const maxSamples = 5;

/** An empty store that keeps nothing but the first few events. */
export function createDryStore(): ImportStore & { readonly samples: readonly OpenClawEvent[] } {
  const samples: OpenClawEvent[] = [];
  return {
    samples,
    isForgotten: () => false,
    notes: async () => ({
      version: async () => ({ isStored: false, previous: undefined }),
      hasBegun: () => false,
      holds: () => true,
    }),
    session: async () => ({ has: () => false, add: () => undefined }),
    async write(events) {
      samples.push(...events.slice(0, maxSamples - samples.length));
    },
    finish: async () => undefined,
  };
}
