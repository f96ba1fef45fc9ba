import { parseSessionKey } from "@openclaw/event-schema";
import type { Fact } from "@openclaw/event-schema/transcript";
import type { Told } from "./fact.ts";
import type { HookCall } from "./hook-call.ts";
import { compaction, sessionChange, subagentEnded, subagentSpawned } from "./hook-schemas.ts";
import { malformed } from "./told.ts";

export function sessionStarted(call: HookCall): Told {
  const change = changeOf(call);
  if ("ignored" in change) return change;
  const { data, session } = change;
  const { open, implicit } = call.memory.session(session);
  call.memory.updateSession(session, { open: true, implicit: false });
  if (open === true && implicit === true && data.resumedFrom === undefined)
    return { ignored: "told before" };
  return [sessionFact("lifecycle.start", call, change)];
}

export function sessionEnded(call: HookCall): Told {
  const change = changeOf(call);
  if ("ignored" in change) return change;
  call.memory.updateSession(change.session, { open: false });
  return [sessionFact("lifecycle.end", call, change)];
}

export function sessionReset(call: HookCall): Told {
  const change = changeOf(call);
  if ("ignored" in change) return change;
  const { messages, ...data } = change.data;
  const messageCount = Array.isArray(messages) ? { messageCount: messages.length } : {};
  return [sessionFact("lifecycle.reset", call, { ...change, data: { ...data, ...messageCount } })];
}

/** A session whose start no hook told is started by what first happens in it. */
export function implicitStart(first: Fact): Fact {
  const { session, agent, runId, at, channel } = first;
  return {
    type: "lifecycle.start",
    identity: ["session.start", ...first.identity],
    session,
    agent,
    runId,
    at,
    channel,
    stream: "session",
    data: {},
  };
}

export function compactionBegan({ event, context, memory }: HookCall): Told {
  const parsed = compaction.safeParse(event);
  if (!parsed.success) return malformed;
  const { tokenCount } = parsed.data;
  if (context.sessionKey !== undefined) memory.updateSession(context.sessionKey, { tokenCount });
  return { ignored: "only tells what other facts belong to" };
}

export function compacted({ event, context, at, memory }: HookCall): Told {
  const { sessionKey: session, sessionId } = context;
  const parsed = compaction.safeParse(event);
  if (!parsed.success) return malformed;
  if (session === undefined) return { ignored: "belongs to no session" };
  const { tokenCount } = memory.session(session);
  return [
    {
      type: "lifecycle.compaction",
      identity: ["compaction", session, String(at)],
      session,
      agent: context.agentId,
      runId: context.runId,
      at,
      stream: "session",
      data: { ...parsed.data, sessionId, tokenCount },
    },
  ];
}

export function subagentStarted({ event, context, at }: HookCall): Told {
  const parsed = subagentSpawned.safeParse(event);
  if (!parsed.success) return malformed;
  const { childSessionKey, runId } = parsed.data;
  return [
    {
      type: "subagent.spawned",
      identity: ["subagent.spawned", childSessionKey, runId ?? ""],
      session: context.requesterSessionKey ?? childSessionKey,
      runId,
      at,
      stream: "subagent",
      data: parsed.data,
    },
  ];
}

/** The gateway also tells the end of an ordinary session that was reset or deleted in this way. */
export function subagentOver({ event, context, at }: HookCall): Told {
  const parsed = subagentEnded.safeParse(event);
  if (!parsed.success) return malformed;
  const { targetSessionKey: childSessionKey, ...data } = parsed.data;
  const { kind } = parseSessionKey(childSessionKey);
  if (data.runId === undefined && kind !== "subagent" && kind !== "acp")
    return { ignored: "not about a sub-agent" };
  return [
    {
      type: "subagent.ended",
      identity: ["subagent.ended", childSessionKey, data.runId ?? String(at)],
      session: context.requesterSessionKey ?? childSessionKey,
      runId: data.runId,
      at: data.endedAt ?? at,
      stream: "subagent",
      data: { ...data, childSessionKey },
    },
  ];
}

interface Change {
  readonly session: string;
  readonly data: ReturnType<typeof sessionChange.parse>;
}

function changeOf({ event, context }: HookCall): Change | Extract<Told, { ignored: unknown }> {
  const parsed = sessionChange.safeParse(event);
  if (!parsed.success) return { ignored: "not of the shape OpenClaw 2026.9.6 gives it" };
  const { sessionKey, ...data } = parsed.data;
  const session = sessionKey ?? context.sessionKey;
  if (session === undefined) return { ignored: "belongs to no session" };
  return { session, data: { sessionId: context.sessionId, ...data } };
}

function sessionFact(type: string, { context, at }: HookCall, { session, data }: Change): Fact {
  return {
    type,
    identity: [type, session, data.sessionId ?? "", String(at)],
    session,
    agent: context.agentId,
    at,
    stream: "session",
    data,
  };
}
