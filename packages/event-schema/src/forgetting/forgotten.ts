import { isCoreEvent, type CoreEvent } from "../core-events.ts";
import { eventId } from "../event-id.ts";
import type { OpenClawEvent } from "../event.ts";

/** Which events are to be forgotten: those that match all that is given. */
export interface ForgetScope {
  readonly agent?: string | undefined;
  /** Session key. */
  readonly session?: string | undefined;
  /** Id or name of who wrote messages; what the runs did that these began is forgotten, too. */
  readonly sender?: string | undefined;
  /** Unix milliseconds, inclusive. */
  readonly since?: number | undefined;
  /** Unix milliseconds, exclusive. */
  readonly until: number;
}

/** What a tombstone tells: the scope, its names as hashes, and how many events were removed. */
export type Tombstone = CoreEvent<"store.forgotten">;

/** The session of events that tell of the store itself. */
export const storeSession = "event-store";

/** The event that stays in place of what was forgotten of an agent, or of all agents of a stream. */
export function tombstoneOf(
  { agent, session, sender, since, until }: ForgetScope,
  { count, of, at }: { readonly count: number; readonly of: string; readonly at: number },
): Tombstone {
  const runId = "";
  const data = {
    ...(agent !== undefined && { agent }),
    ...(session !== undefined && { session: hashOf(session) }),
    ...(sender !== undefined && { sender: hashOf(sender) }),
    ...(since !== undefined && { since }),
    until,
    count,
  };
  return {
    id: eventId("store.forgotten", of, JSON.stringify(data), String(at)),
    timestamp: at,
    agent: of,
    session: storeSession,
    type: "store.forgotten",
    visibility: "internal",
    payload: { runId, stream: "store", data, sessionKey: storeSession, seq: 0, ts: at },
    meta: { runId, seq: 0 },
  };
}

/**
 * Tells which events are forgotten by what tombstones say. It is to be asked in the order of the events,
 * as what a message led to is known by the message.
 */
export function createForgottenTest(
  tombstones: readonly Pick<Tombstone, "payload">[],
): (event: OpenClawEvent) => boolean {
  const scopes = tombstones.map(({ payload }) => payload.data);
  const runs = new Set<string>();
  const files = new Set<string>();

  return (event) => {
    if (scopes.length === 0 || event.type.startsWith("store.")) return false;
    const { session, payload } = event;
    const run = JSON.stringify([session, payload.runId]);
    const scope = scopes.find((each) => isWithin(each, event));
    if (scope?.sender !== undefined && payload.runId !== "") runs.add(run);
    if (scope === undefined && !runs.has(run) && !files.has(event.id)) return false;
    // A note's file follows its sections, and holds the text of all.
    if (isCoreEvent(event, "memory.section")) files.add(event.payload.data.file);
    return true;
  };
}

type Scope = Tombstone["payload"]["data"];

function isWithin(
  { agent, session, sender, since = 0, until }: Scope,
  event: OpenClawEvent,
): boolean {
  return (
    event.timestamp >= since &&
    event.timestamp < until &&
    (agent ?? event.agent) === event.agent &&
    (session === undefined || session === hashOf(event.session)) &&
    (sender === undefined || isFrom(sender, event))
  );
}

function isFrom(sender: string, event: OpenClawEvent): boolean {
  if (!isCoreEvent(event, "conversation.message.in")) return false;
  const { senderId, senderName, from } = event.payload.data;
  return [senderId, senderName, from].some((name) => name !== undefined && hashOf(name) === sender);
}

/** Names of people and conversations do not stay behind. */
function hashOf(name: string): string {
  return eventId("forgotten", name);
}
