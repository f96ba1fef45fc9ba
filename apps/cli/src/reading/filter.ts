import { parseTime, type EventFilter } from "@openclaw/event-query";
import type { Visibility } from "@openclaw/event-schema";

/** The options that say which events are meant. */
export interface FilterFlags {
  readonly agent?: readonly string[] | undefined;
  readonly session?: string | undefined;
  readonly type?: readonly string[] | undefined;
  readonly run?: string | undefined;
  readonly tool?: string | undefined;
  readonly text?: string | undefined;
  readonly visibility?: Visibility | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** @throws EventStoreError `INVALID_ARGUMENT` where a time cannot be read */
export async function toFilter(flags: FilterFlags): Promise<EventFilter> {
  const { agent, session, type, text, visibility, run, tool, since, until } = flags;
  return {
    agent,
    session,
    type,
    text,
    visibility,
    runId: run,
    toolName: tool,
    since: since === undefined ? undefined : await parseTime(since),
    until: until === undefined ? undefined : await parseTime(until),
  };
}
