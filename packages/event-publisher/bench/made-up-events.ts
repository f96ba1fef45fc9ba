import { eventId, type OpenClawEvent } from "@openclaw/event-schema";

const sessions = 16;

/** Events of several sessions, in turn, whose JSON has about the given length. */
export function madeUpEvents(count: number, bytes: number): readonly OpenClawEvent[] {
  const source = `${count}/${bytes}/${process.hrtime.bigint()}`;
  const frame = JSON.stringify(madeUp(source, 0, "")).length;
  const text = "lorem ipsum ".repeat(bytes).slice(0, Math.max(1, bytes - frame));
  return Array.from({ length: count }, (_, index) => madeUp(source, index, text));
}

function madeUp(source: string, index: number, text: string): OpenClawEvent {
  const session = `agent:main:direct:${index % sessions}`;
  const runId = `run-${Math.floor(index / 20)}`;
  const ts = 1_790_000_000_000 + index;
  return {
    id: eventId("bench", source, String(index)),
    timestamp: ts,
    agent: "main",
    session,
    type: index % 2 === 0 ? "conversation.message.in" : "conversation.message.out",
    visibility: "internal",
    payload: {
      runId,
      stream: "bench",
      data: { text, role: index % 2 === 0 ? "user" : "assistant" },
      sessionKey: session,
      seq: index,
      ts,
    },
    meta: { runId, seq: index, channel: "bench" },
  };
}
