import { openPublisher } from "@openclaw/event-publisher";
import { eventId, type OpenClawEvent } from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";

const start = Date.parse("2026-11-20T10:00:00Z");

/** A message of a conversation, `position` minutes after its start. */
export function message(
  position: number,
  text: string,
  change: Partial<OpenClawEvent> = {},
): OpenClawEvent {
  const type = position % 2 === 0 ? "conversation.message.in" : "conversation.message.out";
  const { agent = "main", session = `agent:${agent}:main` } = change;
  const runId = `run-${Math.floor(position / 2)}`;
  const timestamp = start + position * 60_000;
  return {
    id: eventId(session, String(position)),
    timestamp,
    agent,
    session,
    type,
    visibility: "internal",
    payload: {
      runId,
      stream: "test",
      data: { text },
      sessionKey: session,
      seq: position,
      ts: timestamp,
    },
    meta: { runId, seq: position },
    ...change,
  };
}

/** Puts events into the stream of the default settings, and waits until it has them. */
export async function record(url: string, events: readonly OpenClawEvent[]): Promise<void> {
  await using connection = connect({ url });
  await using publisher = await openPublisher(connection, {
    streamName: "openclaw-events",
    subjectPrefix: "openclaw.events",
    maxAgeMs: 90 * 86_400_000,
    outbox: "memory",
  });
  for (const event of events) publisher.publish(event);
  if (!(await publisher.flush())) throw new Error("the events were not stored in time");
}
