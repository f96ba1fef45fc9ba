import type { OpenClawEvent } from "@openclaw/event-schema";
import { isFlagged, numberField, stringField } from "../data-fields.ts";
import type { StoredEvent } from "../event-reader.ts";

/** How often a tool was used and how it went. */
export interface ToolCount {
  readonly results: number;
  readonly errors: number;
  /** 0 to 1. */
  readonly errorRate: number;
  /** Of the results that tell how long they took, in milliseconds. */
  readonly meanDurationMs: number | undefined;
  readonly maxDurationMs: number | undefined;
}

export interface EventCounts {
  readonly total: number;
  readonly byAgent: Readonly<Record<string, number>>;
  readonly byType: Readonly<Record<string, number>>;
  /** By day in UTC, such as `2026-11-22`. */
  readonly byDay: Readonly<Record<string, number>>;
  readonly tools: Readonly<Record<string, ToolCount>>;
}

/** Counts events by agent, type and day, and how the calls of each tool went. */
export async function countEvents(events: AsyncIterable<StoredEvent>): Promise<EventCounts> {
  const byAgent = new Map<string, number>();
  const byType = new Map<string, number>();
  const byDay = new Map<string, number>();
  const tools = createToolTally();
  let total = 0;
  for await (const { event } of events) {
    total += 1;
    increment(byAgent, event.agent);
    increment(byType, event.type);
    increment(byDay, new Date(event.timestamp).toISOString().slice(0, 10));
    tools.add(event);
  }
  return {
    total,
    byAgent: Object.fromEntries(byAgent),
    byType: Object.fromEntries(byType),
    byDay: Object.fromEntries(byDay),
    tools: tools.counts(),
  };
}

interface ToolTally {
  add(event: OpenClawEvent): void;
  counts(): Readonly<Record<string, ToolCount>>;
}

interface Tally {
  results: number;
  errors: number;
  /** Results that tell how long they took. */
  timed: number;
  totalMs: number;
  maxMs: number;
}

/** A result that does not say how long its call took is timed by the event of the call. */
function createToolTally(): ToolTally {
  const started = new Map<string, number>();
  const tallies = new Map<string, Tally>();
  return {
    add(event) {
      const call = stringField(event, "toolCallId");
      const name = stringField(event, "name");
      if (call === undefined || name === undefined) return;
      const key = JSON.stringify([event.session, call]);
      if (event.type === "conversation.tool_call") started.set(key, event.timestamp);
      if (event.type !== "conversation.tool_result") return;
      const start = started.get(key);
      started.delete(key);
      const sinceStart = start === undefined ? undefined : event.timestamp - start;
      const tally = tallies.get(name) ?? { results: 0, errors: 0, timed: 0, totalMs: 0, maxMs: 0 };
      tallies.set(name, tally);
      addResult(tally, event, numberField(event, "durationMs") ?? sinceStart);
    },
    counts: () => Object.fromEntries([...tallies].map(([name, tally]) => [name, countOf(tally)])),
  };
}

function addResult(tally: Tally, event: OpenClawEvent, durationMs: number | undefined): void {
  tally.results += 1;
  if (isFlagged(event, "isError")) tally.errors += 1;
  if (durationMs === undefined) return;
  tally.timed += 1;
  tally.totalMs += durationMs;
  tally.maxMs = Math.max(tally.maxMs, durationMs);
}

function countOf({ results, errors, timed, totalMs, maxMs }: Tally): ToolCount {
  return {
    results,
    errors,
    errorRate: errors / results,
    meanDurationMs: timed === 0 ? undefined : totalMs / timed,
    maxDurationMs: timed === 0 ? undefined : maxMs,
  };
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
