import { z } from "zod";
import { eventId } from "../event-id.ts";
import type { OpenClawEvent } from "../event.ts";
import { agentOfSession } from "../session-key.ts";
import { legacyEvent } from "./legacy-event.ts";

/**
 * The envelope of OpenClaw PR #7358: the agent event as `payload`, and a `meta.stream` that nobody else
 * has. Its `agent` is the part of the session key before the first colon, and its `type` calls every
 * stream it does not know a message; neither is relied on.
 */
const record = z.looseObject({
  id: z.string(),
  timestamp: z.number(),
  agent: z.string(),
  session: z.string(),
  visibility: z.string(),
  payload: z.looseObject({
    runId: z.string(),
    stream: z.string(),
    data: z.looseObject({ phase: z.unknown().optional(), isError: z.unknown().optional() }),
    seq: z.number(),
    ts: z.number(),
  }),
  meta: z.looseObject({ runId: z.string(), seq: z.number(), stream: z.string() }),
});

const types = new Map([
  ["assistant", "conversation.message.out"],
  ["user", "conversation.message.in"],
  ["tool/start", "conversation.tool_call"],
  ["tool/result", "conversation.tool_result"],
  ["lifecycle/start", "run.start"],
  ["lifecycle/end", "run.end"],
  ["lifecycle/error", "run.error"],
]);

/** The event of a record of PR #7358, `undefined` where it is none. */
export function readPr7358(value: unknown): OpenClawEvent | undefined {
  const { data: found } = record.safeParse(value);
  if (found === undefined) return undefined;
  const { payload, meta, ...envelope } = found;
  const { runId, stream, seq, data } = payload;
  const kind = typeof data.phase === "string" ? `${stream}/${data.phase}` : stream;
  const type = types.get(kind);
  return legacyEvent({
    ...envelope,
    id: eventId("pr-7358", envelope.session, runId, String(seq)),
    agent: agentOfSession(envelope.session) ?? envelope.agent,
    type,
    payload: {
      sessionKey: envelope.session,
      ...payload,
      data:
        type === "conversation.tool_result" ? { ...data, isError: data.isError === true } : data,
    },
    meta: { ...meta, legacy: { source: "pr-7358", ...envelope } },
  });
}
