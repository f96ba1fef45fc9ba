import type { OpenClawEvent } from "@openclaw/event-schema";
import { stringField } from "../data-fields.ts";
import type { StoredEvent } from "../event-reader.ts";
import { isMessage } from "./is-message.ts";

/** What a session amounts to. */
export interface SessionSummary {
  readonly agent: string;
  readonly session: string;
  /** Of its first and last event, in Unix milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly events: number;
  readonly messages: number;
  readonly runs: number;
  /** What was said last. */
  readonly lastText: string | undefined;
}

/** The sessions that events belong to, the one with the latest event first. */
export async function summarizeSessions(
  events: AsyncIterable<StoredEvent>,
): Promise<readonly SessionSummary[]> {
  const sessions = new Map<string, Summary>();
  for await (const { event } of events) {
    const key = JSON.stringify([event.agent, event.session]);
    const summary = sessions.get(key) ?? summaryOf(event);
    sessions.set(key, summary);
    summary.firstAt = Math.min(summary.firstAt, event.timestamp);
    summary.lastAt = Math.max(summary.lastAt, event.timestamp);
    summary.events += 1;
    if (event.type === "run.start") summary.runs += 1;
    if (!isMessage(event)) continue;
    summary.messages += 1;
    summary.lastText = stringField(event, "text") ?? summary.lastText;
  }
  return [...sessions.values()].toSorted((a, b) => b.lastAt - a.lastAt);
}

type Summary = { -readonly [Key in keyof SessionSummary]: SessionSummary[Key] };

function summaryOf({ agent, session, timestamp }: OpenClawEvent): Summary {
  return {
    agent,
    session,
    firstAt: timestamp,
    lastAt: timestamp,
    events: 0,
    messages: 0,
    runs: 0,
    lastText: undefined,
  };
}
