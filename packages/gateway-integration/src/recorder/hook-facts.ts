import { toolCall, toolResult } from "@openclaw/event-schema/transcript";
import type { Told } from "./fact.ts";
import type { HookCall } from "./hook-call.ts";
import { afterToolCall, modelCallEnded } from "./hook-schemas.ts";
import { messageCame, messageWritten } from "./message-facts.ts";
import {
  compacted,
  compactionBegan,
  sessionEnded,
  sessionReset,
  sessionStarted,
  subagentOver,
  subagentStarted,
} from "./session-facts.ts";
import { malformed } from "./told.ts";

const readers = {
  before_message_write: messageWritten,
  message_received: messageCame,
  model_call_ended: modelCalled,
  after_tool_call: toolCalled,
  session_start: sessionStarted,
  session_end: sessionEnded,
  before_reset: sessionReset,
  before_compaction: compactionBegan,
  after_compaction: compacted,
  subagent_spawned: subagentStarted,
  subagent_ended: subagentOver,
} as const satisfies Record<string, (call: HookCall) => Told>;

export type RecordedHook = keyof typeof readers;

/**
 * The hooks the recorder listens to. None changes how the gateway behaves by being listened to, and
 * none needs a permission.
 */
export const recordedHooks: readonly RecordedHook[] = Object.keys(readers).filter(isRecorded);

export function hookFacts(name: string, call: HookCall): Told {
  return isRecorded(name)
    ? readers[name](call)
    : { ignored: "not one of the hooks that are recorded" };
}

function isRecorded(name: string): name is RecordedHook {
  return Object.hasOwn(readers, name);
}

function modelCalled({ event, context, at, memory }: HookCall): Told {
  const parsed = modelCallEnded.safeParse(event);
  if (!parsed.success) return malformed;
  const { runId, sessionKey, ...data } = parsed.data;
  const session = sessionKey ?? context.sessionKey;
  if (session === undefined) return { ignored: "belongs to no session" };
  memory.updateRun(runId, { model: data.model });
  return [
    {
      type: "model.call",
      identity: ["model.call", runId, data.callId],
      session,
      agent: context.agentId,
      runId,
      at,
      stream: "model",
      model: data.model,
      data,
    },
  ];
}

/** Completes what agent events tell of tools, and tells the calls that are no part of a run. */
function toolCalled({ event, context, at }: HookCall): Told {
  const parsed = afterToolCall.safeParse(event);
  if (!parsed.success) return malformed;
  const { toolName: name, params: args, error, ...call } = parsed.data;
  const session = context.sessionKey;
  if (session === undefined) return { ignored: "belongs to no session" };
  const where = { session, agent: context.agentId, runId: call.runId ?? context.runId ?? "", at };
  const { toolCallId, result, durationMs } = call;
  return [
    toolCall({ ...where, data: { toolCallId, name, args } }),
    toolResult({
      ...where,
      data: { toolCallId, name, result, isError: error !== undefined, error, durationMs },
    }),
  ];
}
