import { createHash } from "node:crypto";
import { agentPrefix } from "@openclaw/event-schema";
import type { Connection } from "@openclaw/jetstream";

export const stream = "openclaw-events";
export const subjectPrefix = "openclaw.events";

/** What a stream holds: every byte of every event, in order. */
export interface StreamContent {
  readonly events: number;
  readonly bytes: number;
  readonly sha256: string;
}

export async function contentOf(
  connection: Connection,
  { agent, signal }: { readonly agent?: string; readonly signal?: AbortSignal } = {},
): Promise<StreamContent> {
  const subjects = agent === undefined ? [] : [`${agentPrefix(subjectPrefix, agent)}.>`];
  const { messages } = await connection.read(stream, { subjects, signal });
  const hash = createHash("sha256");
  let events = 0;
  let bytes = 0;
  for await (const { subject, data } of messages) {
    hash.update(`${subject}\0${data.length}\0`).update(data);
    events += 1;
    bytes += data.length;
  }
  return { events, bytes, sha256: hash.digest("hex") };
}
