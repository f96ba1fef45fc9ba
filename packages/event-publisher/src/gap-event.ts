import { eventId, parseEvent, type CoreEvent } from "@openclaw/event-schema";
import type { Loss } from "./outbox/outbox.ts";

/** A number of events of one agent that are known to be lost. */
export interface Gap {
  readonly agent: string;
  readonly cause: string;
  readonly count: number;
  /** Unix milliseconds of the first and the last of them, where known. */
  readonly from?: number;
  readonly to?: number;
}

/** The event that tells of a gap; `source` makes its id, so that a gap told twice is stored once. */
export function gapEvent({ agent, ...data }: Gap, source: string): CoreEvent<"store.gap"> {
  const timestamp = data.to ?? Date.now();
  const runId = "";
  return {
    id: eventId("store.gap", source, agent),
    timestamp,
    agent,
    session: "event-store",
    type: "store.gap",
    visibility: "internal",
    payload: {
      runId,
      stream: "store",
      data,
      sessionKey: "event-store",
      seq: 0,
      ts: timestamp,
    },
    meta: { runId, seq: 0 },
  };
}

/** The gaps that a loss in the outbox leaves, one for each agent. */
export function gapsOf(loss: Loss): readonly Gap[] {
  if (loss.cause === "outbox-corrupt")
    return [{ agent: "event-store", cause: loss.cause, count: loss.count }];
  const gaps = new Map<string, Gap>();
  for (const data of loss.events) {
    const { agent, timestamp } = parseEvent(JSON.parse(Buffer.from(data).toString()));
    const { count = 0, from = timestamp } = gaps.get(agent) ?? {};
    gaps.set(agent, { agent, cause: loss.cause, count: count + 1, from, to: timestamp });
  }
  return [...gaps.values()];
}
