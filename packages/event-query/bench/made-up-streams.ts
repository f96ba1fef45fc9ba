import { eventSubject, agentPrefix, type OpenClawEvent } from "@openclaw/event-schema";
import type { Connection } from "@openclaw/jetstream";
import type { EventStore } from "../src/index.ts";

/** A stream to measure on. */
export interface MadeUpStream extends EventStore {
  readonly size: number;
}

/** Events of the agent that wrote before all others; the tenth of what the busy ones wrote is `some`. */
export const quietEvents = 1000;
/** Sessions of 50 events: one among nine others, one spread over a tenth of the stream. */
export const session = "agent:busy:one-of-ten";
export const spreadSession = "agent:busy:spread";
const sessionLength = 50;
const window = 2000;
const text = "The quick brown fox jumps over the lazy dog, and nobody minds. ".repeat(3);

/** Stores events under `bench-<name>`. */
export async function fillStream(
  connection: Connection,
  size: number,
  { name = String(size), eventAt = madeUpEvent }: FillOptions = {},
): Promise<MadeUpStream> {
  const stream = `bench-${name}`;
  const subjectPrefix = `bench.${name}`;
  await connection.ensureStream({ name: stream, subjects: [`${subjectPrefix}.>`], maxAgeMs: 0 });
  let acknowledged = 0;
  const channel = await connection.openAppendChannel(stream, (_, reply) => {
    if ("error" in reply) throw reply.error;
    acknowledged += 1;
  });
  const settle = async (sent: number, most: number): Promise<void> => {
    const isBehind = (): boolean => sent - acknowledged > most;
    while (isBehind()) await new Promise((resolve) => setImmediate(resolve));
  };
  for (let at = 0; at < size; at += 1) {
    const event = eventAt(at, size);
    const subject = eventSubject(agentPrefix(subjectPrefix, event.agent), event);
    channel.send(0, { subject, id: event.id, data: Buffer.from(JSON.stringify(event)) });
    if (at % 100 === 0) await settle(at, window);
  }
  await settle(size, 0);
  channel.close();
  return { stream, subjectPrefix, size };
}

interface FillOptions {
  readonly name?: string;
  readonly eventAt?: (at: number, size: number) => OpenClawEvent;
}

export function madeUpEvent(at: number, size: number): OpenClawEvent {
  const timestamp = Date.UTC(2026, 5, 1) + at * 100;
  const key = sessionAt(at, size);
  const agent = [session, spreadSession].includes(key) ? "busy" : agentAt(at);
  return {
    id: at.toString(16).padStart(32, "0"),
    timestamp,
    agent,
    session: key,
    type: at % 4 === 0 ? "conversation.tool_call" : "conversation.message.in",
    visibility: "internal",
    payload: {
      runId: `run-${Math.floor(at / 10)}`,
      stream: "user",
      data: { text, toolCallId: `call-${at}`, name: "read", args: { path: "notes.md" } },
      sessionKey: key,
      seq: at % 10,
      ts: timestamp,
    },
    meta: { runId: `run-${Math.floor(at / 10)}`, seq: at % 10 },
  };
}

function agentAt(at: number): string {
  if (at < quietEvents) return "quiet";
  return at % 10 === 0 ? "some" : "busy";
}

/** All others have 50 events, too. */
function sessionAt(at: number, size: number): string {
  const middle = at - Math.floor(size / 2);
  if (isStep(middle, 10)) return session;
  if (isStep(middle - sessionLength * 10, Math.floor(size / 10 / sessionLength)))
    return spreadSession;
  return `agent:${agentAt(at)}:chat-${Math.floor(at / 50)}`;
}

function isStep(offset: number, stride: number): boolean {
  return offset >= 0 && offset % stride === 1 && offset < stride * sessionLength;
}
