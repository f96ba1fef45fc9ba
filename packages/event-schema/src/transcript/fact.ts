import { eventId } from "../event-id.ts";
import type { OpenClawEvent } from "../event.ts";
import { parseSessionKey } from "../session-key.ts";

/** Something that happened in a gateway, as one of its sources tells it. */
export interface Fact {
  readonly type: string;
  /** What makes it this fact and no other of its gateway, whichever source tells it. */
  readonly identity: readonly string[];
  /** Session key. */
  readonly session: string;
  readonly agent?: string | undefined;
  readonly runId?: string | undefined;
  /** Position in the run. */
  readonly seq?: number | undefined;
  /** Unix milliseconds. */
  readonly at: number;
  readonly stream: string;
  readonly data: object;
  readonly model?: string | undefined;
  readonly channel?: string | undefined;
}

/** The gateway facts belong to, where only one writes to a store. */
export const defaultGateway = "openclaw";

/** The id of a fact's event. */
export function factId({ identity }: Pick<Fact, "identity">, gateway = defaultGateway): string {
  return eventId(gateway, ...identity);
}

/** The event of a fact. */
export function factEvent(fact: Fact, gateway = defaultGateway): OpenClawEvent {
  const { session, type, stream, data, runId = "", seq = 0 } = fact;
  const timestamp = Math.round(fact.at);
  const key = parseSessionKey(session);
  return {
    id: factId(fact, gateway),
    timestamp,
    agent: fact.agent ?? key.agent ?? "unknown",
    session,
    type,
    visibility: "internal",
    payload: { runId, stream, data, sessionKey: session, seq, ts: timestamp },
    meta: { runId, seq, model: fact.model, channel: fact.channel ?? key.channel },
  };
}
