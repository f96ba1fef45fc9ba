import type { EventReader } from "@openclaw/event-query";
import type { OpenClawEvent } from "@openclaw/event-schema";

/** What is stored of a session of a gateway. */
export interface StoredSession {
  /**
   * Whether the store has an event. What a recorder tells of the life of a session it tells by its own
   * clock, so an event of the same `lifecycle` type within a minute is the same fact.
   */
  has(event: OpenClawEvent): boolean;
  /** Takes an event for stored. */
  add(event: OpenClawEvent): void;
}

export interface SessionQuery {
  readonly agent: string;
  readonly session: string;
  readonly signal?: AbortSignal | undefined;
}

const sameMomentMs = 60_000;

export async function readStoredSession(
  reader: EventReader,
  { signal, ...of }: SessionQuery,
): Promise<StoredSession> {
  const ids = new Set<string>();
  const moments: OpenClawEvent[] = [];
  for await (const { id } of reader.heads(of, { signal })) ids.add(id);
  const lifecycle = { ...of, type: "lifecycle.*" };
  if (ids.size > 0)
    for await (const { event } of reader.read(lifecycle, { signal })) moments.push(event);
  return {
    has: ({ id, type, timestamp }) =>
      ids.has(id) ||
      moments.some(
        (moment) => moment.type === type && Math.abs(moment.timestamp - timestamp) <= sameMomentMs,
      ),
    add: ({ id }) => void ids.add(id),
  };
}
