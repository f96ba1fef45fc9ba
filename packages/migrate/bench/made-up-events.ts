import { eventId, type OpenClawEvent } from "@openclaw/event-schema";

/** Something an agent had stored before the import. */
export function madeUpEvents(agent: string, count: number): readonly OpenClawEvent[] {
  return Array.from({ length: count }, (_, seq) => ({
    id: eventId("bench", agent, String(seq)),
    timestamp: seq,
    agent,
    session: `agent:${agent}:main`,
    type: "conversation.message.in",
    visibility: "internal",
    payload: {
      runId: "",
      stream: "message",
      data: { text: `message ${seq}`, role: "user" },
      sessionKey: `agent:${agent}:main`,
      seq,
      ts: seq,
    },
    meta: { runId: "", seq },
  }));
}
