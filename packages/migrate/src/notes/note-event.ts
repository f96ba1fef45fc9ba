import type { OpenClawEvent } from "@openclaw/event-schema";

/** Something noted. */
export interface NotedFact<Type extends string, Data> {
  readonly id: string;
  readonly type: Type;
  readonly agent: string;
  readonly session: string;
  /** Unix milliseconds. */
  readonly timestamp: number;
  /** Position within its source. */
  readonly seq: number;
  readonly data: Data;
  readonly importId: string;
}

/** The event of something noted. */
export function noteEvent<Type extends string, Data>({
  data,
  seq,
  importId,
  ...fact
}: NotedFact<Type, Data>): OpenClawEvent<Type, Data> {
  const { session, timestamp: ts } = fact;
  return {
    ...fact,
    visibility: "internal",
    payload: { runId: "", stream: "memory", data, sessionKey: session, seq, ts },
    meta: { runId: "", seq, import: importId },
  };
}
