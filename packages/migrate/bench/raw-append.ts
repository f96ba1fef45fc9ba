import { agentPrefix, eventSubject, type OpenClawEvent } from "@openclaw/event-schema";
import type { Connection, OutgoingMessage } from "@openclaw/jetstream";
import { stream, subjectPrefix } from "./stream-content.ts";

export interface AppendRate {
  readonly bytes: number;
  readonly seconds: number;
}

const window = { messages: 1024, bytes: 8 * 1024 * 1024 };

/** Appends ready-made bytes as fast as the wire takes them: the limit of any publisher. */
export async function appendRaw(
  connection: Connection,
  events: readonly OpenClawEvent[],
): Promise<AppendRate> {
  const messages = events.map((event): OutgoingMessage => ({
    id: event.id,
    subject: eventSubject(agentPrefix(subjectPrefix, event.agent), event),
    data: Buffer.from(JSON.stringify(event)),
  }));
  const bytes = messages.reduce((sum, { data }) => sum + data.length, 0);
  let next = 0;
  let acked = 0;
  let inFlight = 0;
  const start = performance.now();
  await new Promise<void>((resolve, reject) => {
    const opening = connection.openAppendChannel(stream, (slot, reply) => {
      if ("error" in reply) reject(reply.error);
      acked += 1;
      inFlight -= messages[slot]?.data.length ?? 0;
      if (acked === messages.length) resolve();
      else void fill();
    });
    const fill = async (): Promise<void> => {
      const channel = await opening;
      while (next - acked < window.messages && inFlight < window.bytes) {
        const message = messages[next];
        if (message === undefined) return;
        inFlight += message.data.length;
        channel.send(next, message);
        next += 1;
      }
    };
    void fill();
  });
  return { bytes, seconds: (performance.now() - start) / 1000 };
}
