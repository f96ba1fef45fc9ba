import { eventId, type OpenClawEvent } from "@openclaw/event-schema";

/** The n-th message of one session. */
export function madeUpEvent(n: number, text = `text ${n}`): OpenClawEvent {
  const session = "agent:main:main";
  const ts = 1_790_000_000_000 + n;
  const run = { runId: "run", seq: n };
  return {
    id: eventId("test", String(n)),
    timestamp: ts,
    agent: "main",
    session,
    type: "conversation.message.in",
    visibility: "internal",
    payload: { ...run, stream: "test", data: { text }, sessionKey: session, ts },
    meta: run,
  };
}
