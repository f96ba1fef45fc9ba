import type { EventReader } from "@openclaw/event-query";
import type { OpenClawEvent } from "@openclaw/event-schema";

/** What is stored of a session. */
export interface StoredSession {
  /** Whether the store has an event. */
  has(event: OpenClawEvent): boolean;
  /** Takes an event for stored. */
  add(event: OpenClawEvent): void;
}

export interface SessionQuery {
  readonly agent: string;
  readonly session: string;
  readonly signal?: AbortSignal | undefined;
}

export async function readStoredSession(
  reader: EventReader,
  { signal, ...of }: SessionQuery,
): Promise<StoredSession> {
  const ids = new Set<string>();
  const moments: Moment[] = [];
  for await (const { id } of reader.heads(of, { signal })) ids.add(id);
  if (ids.size > 0)
    for await (const { event } of reader.read({ ...of, type: "lifecycle.*" }, { signal }))
      moments.push(event);
  return {
    has: (event) => ids.has(event.id) || moments.some((moment) => isSameMoment(moment, event)),
    add: ({ id }) => void ids.add(id),
  };
}

const sameMomentMs = 60_000;

/** What tells a change in the life of a session from another. */
export type Moment = Pick<OpenClawEvent, "type" | "timestamp">;

/**
 * Whether two events tell the same change in the life of a session. The recorder tells it by its own
 * clock, so of one type within a minute it is.
 */
export function isSameMoment(left: Moment, right: Moment): boolean {
  return (
    left.type.startsWith("lifecycle.") &&
    left.type === right.type &&
    Math.abs(left.timestamp - right.timestamp) <= sameMomentMs
  );
}
