import { eventId, isCoreEvent, parseEvent, type CoreEvent } from "@openclaw/event-schema";
import { z } from "zod";
import type { Loss } from "./outbox/outbox.ts";

/** A number of events of one agent that are known to be lost. */
export interface Gap {
  readonly agent: string;
  readonly cause: string;
  readonly count: number;
  /** Unix milliseconds of the first and the last of them, where known. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
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

/** The gaps that a loss in the outbox leaves, one for each agent, and how many events it took. */
export function gapsOf(loss: Loss): { readonly gaps: readonly Gap[]; readonly count: number } {
  const { cause } = loss;
  if (cause === "outbox-corrupt")
    return { gaps: [{ agent: "event-store", cause, count: loss.count }], count: loss.count };
  const told = loss.events.map(toGap);
  const gaps = new Map<string, Gap>();
  for (const gap of told) {
    const { count = 0, from = gap.from } = gaps.get(gap.agent) ?? {};
    gaps.set(gap.agent, { agent: gap.agent, to: gap.to, cause, count: count + gap.count, from });
  }
  return { gaps: [...gaps.values()], count: told.filter(({ fresh }) => fresh).length };
}

/** One lost event as a gap; a gap event that is lost itself lives on in the one that tells of it. */
function toGap(data: Uint8Array): Omit<Gap, "cause"> & { readonly fresh: boolean } {
  const event = parseEvent(JSON.parse(Buffer.from(data).toString()));
  const { agent, timestamp } = event;
  if (!isCoreEvent(event, "store.gap"))
    return { agent, count: 1, from: timestamp, to: timestamp, fresh: true };
  const { count, from = timestamp } = gapSchema.parse(event.payload.data);
  return { agent, count, from, to: timestamp, fresh: false };
}

const gapSchema = z.object({ count: z.number(), from: z.number().optional() });
