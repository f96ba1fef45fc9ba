import type { OpenClawEvent } from "@openclaw/event-schema";

/** An event with this data. */
export function event(data: unknown, type = "conversation.message.in"): OpenClawEvent {
  const place = { runId: "run", seq: 1 };
  return {
    id: "event",
    timestamp: 1_790_000_000_000,
    agent: "main",
    session: "agent:main:main",
    type,
    visibility: "internal",
    payload: {
      ...place,
      stream: "test",
      data,
      sessionKey: "agent:main:main",
      ts: 1_790_000_000_000,
    },
    meta: place,
  };
}
