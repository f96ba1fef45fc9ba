import { agentPrefix, eventSubject } from "@openclaw/event-schema";
import type { OpenClawEvent } from "@openclaw/event-schema";
import type { Connection } from "@openclaw/jetstream";
import type { Message } from "../src/index.ts";
import { madeUpMessages } from "./made-up-messages.ts";

export const stores = { stream: "bench-context", subjectPrefix: "bench.context" };

const sentAtOnce = 2000;

/** Makes the stream where there is none, and stores the events; resolves when all are acknowledged. */
export async function fillStream(
  connection: Connection,
  events: Iterable<OpenClawEvent>,
): Promise<void> {
  const { stream, subjectPrefix } = stores;
  await connection.ensureStream({ name: stream, subjects: [`${subjectPrefix}.>`], maxAgeMs: 0 });
  let [sent, acknowledged] = [0, 0];
  const channel = await connection.openAppendChannel(stream, (_slot, reply) => {
    if ("error" in reply) throw reply.error;
    acknowledged += 1;
  });
  const settle = async (most: number): Promise<void> => {
    const isBehind = (): boolean => sent - acknowledged > most;
    while (isBehind()) await new Promise((resolve) => setImmediate(resolve));
  };
  for (const event of events) {
    const subject = eventSubject(agentPrefix(subjectPrefix, event.agent), event);
    channel.send(0, { subject, id: event.id, data: Buffer.from(JSON.stringify(event)) });
    sent += 1;
    if (sent % 100 === 0) await settle(sentAtOnce);
  }
  await settle(0);
  channel.close();
}

/** So many events, half of them messages as in runs with one tool call each. */
export function* madeUpEvents(size: number): Generator<OpenClawEvent> {
  for (const message of madeUpMessages(size / 2)) {
    const { role, text } = message;
    yield eventOf(message, `conversation.message.${role === "user" ? "in" : "out"}`, {
      role,
      text,
    });
    yield role === "user"
      ? eventOf(message, "conversation.tool_call", {
          toolCallId: message.id,
          name: "read",
          args: {},
        })
      : eventOf(message, "conversation.tool_result", {
          toolCallId: message.id,
          name: "read",
          text,
        });
  }
}

function eventOf(message: Message, type: string, data: unknown): OpenClawEvent {
  const { session, timestamp } = message;
  return {
    id: `${message.id}-${type}`,
    timestamp,
    agent: "main",
    session,
    type,
    visibility: "internal",
    payload: { runId: "run", stream: "bench", data, sessionKey: session, seq: 0, ts: timestamp },
    meta: { runId: "run", seq: 0 },
  };
}
