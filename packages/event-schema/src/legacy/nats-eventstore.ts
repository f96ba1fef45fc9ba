import { z } from "zod";
import { eventId } from "../event-id.ts";
import type { OpenClawEvent } from "../event.ts";
import { agentOfSession } from "../session-key.ts";
import { legacyEvent } from "./legacy-event.ts";

const text = z.string().optional();

/**
 * Both envelopes of `@vainplex/nats-eventstore`: the one up to 0.2.1, and the one of 0.2.2 with `scope`,
 * `actor` and `legacyType` beside it. Its `agent` is the part of the session key before the first colon.
 */
const record = z.looseObject({
  id: z.string(),
  ts: z.number(),
  agent: z.string(),
  session: z.string(),
  type: z.string(),
  legacyType: text,
  visibility: text,
  scope: z.looseObject({ runId: text, toolCallId: text, messageId: text }).optional(),
  payload: z.looseObject({ runId: text, channel: text }),
});
type Found = z.infer<typeof record>;

const types = new Map<string, readonly [type: string, data: (found: Found) => object]>([
  ["msg.in", ["conversation.message.in", message]],
  ["msg.sending", ["conversation.message.out", message]],
  ["msg.out", ["conversation.message.out", message]],
  ["tool.call", ["conversation.tool_call", toolCall]],
  ["tool.result", ["conversation.tool_result", toolResult]],
  ["run.start", ["run.start", asItIs]],
  ["run.end", ["run.end", asItIs]],
  ["run.error", ["run.error", asItIs]],
  ["llm.output", ["model.call", modelCall]],
  ["session.start", ["lifecycle.start", asItIs]],
  ["session.end", ["lifecycle.end", asItIs]],
  ["session.reset", ["lifecycle.reset", asItIs]],
  ["session.compaction_end", ["lifecycle.compaction", asItIs]],
]);

/** The event of a record of `@vainplex/nats-eventstore`, `undefined` where it is none. */
export function readNatsEventstore(value: unknown): OpenClawEvent | undefined {
  const { data: found } = record.safeParse(value);
  if (found === undefined) return undefined;
  const { payload, ...envelope } = found;
  const { id, ts, session, scope, visibility } = envelope;
  const stream = envelope.legacyType ?? envelope.type;
  const runId = scope?.runId ?? payload.runId ?? "";
  const [type, data] = types.get(stream) ?? [undefined, asItIs];
  return legacyEvent({
    // Version 0.2.2 gives all tool calls of a run one id.
    id: eventId("nats-eventstore", id, stream, String(ts), JSON.stringify(payload)),
    timestamp: ts,
    agent: agentOfSession(session) ?? envelope.agent,
    session,
    type,
    visibility,
    payload: { runId, stream, data: data(found), sessionKey: session, seq: 0, ts },
    meta: {
      runId,
      seq: 0,
      ...(payload.channel !== undefined && { channel: payload.channel }),
      legacy: { source: "nats-eventstore", ...envelope },
    },
  });
}

function asItIs({ payload }: Found): object {
  return payload;
}

function message({ payload, scope }: Found): object {
  const { content, ...data } = payload;
  return { ...data, text: content, ...(scope?.messageId && { messageId: scope.messageId }) };
}

/** The record's own id stands for the call's, which only the later envelope has. */
function toolCall({ id, payload, scope }: Found): object {
  const { toolName, params, ...data } = payload;
  return { ...data, toolCallId: scope?.toolCallId ?? id, name: toolName, args: params };
}

function toolResult({ id, payload, scope }: Found): object {
  const { toolName, ...data } = payload;
  return {
    ...data,
    toolCallId: scope?.toolCallId ?? id,
    name: toolName,
    isError: data["error"] !== undefined && data["error"] !== null,
  };
}

function modelCall({ id, payload, scope }: Found): object {
  return { ...payload, callId: scope?.runId ?? payload.runId ?? id, outcome: "completed" };
}
