import { eventId, parseSessionKey, type OpenClawEvent } from "@openclaw/event-schema";
import { createLegacyReader } from "@openclaw/event-schema/legacy";
import { messageOf, type Problem } from "./problem.ts";
import { openImportStore, type ImportStore, type ImportTarget } from "./store/import-store.ts";
import type { StoredSession } from "./store/stored-session.ts";
import { throwIfAborted } from "./throw-if-aborted.ts";

/** A record of the stream of an older event store. */
export interface LegacyRecord {
  /** Position in its stream. */
  readonly sequence: number;
  readonly data: Uint8Array;
}

export interface LegacyStreamOptions {
  /** What the records come from, such as the name of their stream. */
  readonly from: string;
  /** Called after each record. */
  readonly onProgress?: ((records: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface LegacyStreamReport {
  /** Names what this import added; the same `from` gives the same id. */
  readonly importId: string;
  readonly from: string;
  readonly records: number;
  /** Events added. */
  readonly added: number;
  readonly problems: readonly Problem[];
}

/**
 * Brings the stream that OpenClaw PR #7358 or `@vainplex/nats-eventstore` wrote into the store; what the
 * store has already is left out. Memory holds the ids of the sessions that the stream is about.
 *
 * @throws EventStoreError `UNAVAILABLE` where nothing gets stored, `ABORTED`, and what the reader throws
 */
export async function importLegacyStream(
  records: AsyncIterable<LegacyRecord>,
  { from, onProgress, signal, ...target }: LegacyStreamOptions & ImportTarget,
): Promise<LegacyStreamReport> {
  const importId = eventId("import", "legacy stream", from);
  const store = openImportStore(target, signal);
  const write = createSessionWriter(store, importId);
  const legacy = createLegacyReader();
  const problems: Problem[] = [];
  let count = 0;
  let added = 0;

  for await (const { sequence, data } of records) {
    throwIfAborted(signal);
    let events: readonly OpenClawEvent[] = [];
    count += 1;
    try {
      events = legacy.read(JSON.parse(Buffer.from(data).toString()));
    } catch (error) {
      problems.push({ path: `${from}, message ${sequence}`, message: messageOf(error) });
    }
    for (const event of events) added += await write(event);
    onProgress?.(count);
  }
  for (const event of legacy.end()) added += await write(event);
  await store.finish();
  return { importId, from, records: count, added, problems };
}

/** Writes an event unless its session has it; @returns how many were written */
function createSessionWriter(
  store: ImportStore,
  importId: string,
): (event: OpenClawEvent) => Promise<number> {
  const sessions = new Map<string, StoredSession>();
  return async (event) => {
    const { agent, session } = event;
    if (parseSessionKey(session).incognito || store.isForgotten(event)) return 0;
    const key = JSON.stringify([agent, session]);
    const stored = sessions.get(key) ?? (await store.session(agent, session));
    sessions.set(key, stored);
    if (stored.has(event)) return 0;
    stored.add(event);
    const marked = { ...event, meta: { ...event.meta, import: importId } };
    await store.write([marked], JSON.stringify(marked).length);
    return 1;
  };
}
