import { toolCall, toolResult, type Fact } from "@openclaw/event-schema/transcript";
import type { IgnoredReason, Told } from "./fact.ts";
import type { AgentEvent } from "./hook-schemas.ts";
import type { RecorderMemory } from "./memory.ts";
import { finalReply } from "./message-facts.ts";
import { malformed } from "./told.ts";

interface AgentEventInSession extends AgentEvent {
  readonly sessionKey: string;
}

/** Streams that tell nothing to be recorded from them. */
const ignoredStreams = new Map<string, IgnoredReason>([
  ["assistant", "part of an answer, which is recorded when it is whole"],
  ["thinking", "part of an answer, which is recorded when it is whole"],
  ["run_status", "progress of a run, without content of its own"],
  ["item", "progress of a run, without content of its own"],
  ["command_output", "progress of a run, without content of its own"],
  ["usage", "progress of a run, without content of its own"],
  ["compaction", "recorded from another source"],
]);

/** What an agent event tells; of a stream that is not known, an event of a type of its own. */
export function agentEventFacts(event: AgentEvent, memory: RecorderMemory): Told {
  const { runId, seq, stream, agentId: agent } = event;
  const session = event.sessionKey ?? memory.run(runId).session;
  if (session === undefined) return { ignored: "belongs to no session" };
  memory.updateRun(runId, { session, agent, seq });
  const ignored = ignoredStreams.get(stream);
  if (ignored !== undefined) return { ignored };
  const located = { ...event, sessionKey: session };
  if (stream === "tool") return toolFacts(located, memory);
  if (stream === "lifecycle") return lifecycleFacts(located, memory);
  return [unknownFact(located)];
}

function toolFacts(event: AgentEventInSession, { toolStarts }: RecorderMemory): Told {
  const { phase, toolCallId, name, parentToolCallId, ...data } = event.data;
  if (phase === "update") return { ignored: "progress of a run, without content of its own" };
  if (toolCallId === undefined || name === undefined) return malformed;
  const call = { toolCallId, name, parentToolCallId };
  const key = JSON.stringify([event.runId, toolCallId]);
  if (phase === "start") {
    toolStarts.set(key, event.ts);
    return [toolCall({ ...where(event), data: { ...data, ...call } })];
  }
  if (phase !== "result") return [unknownFact(event)];
  const started = toolStarts.get(key);
  toolStarts.delete(key);
  const durationMs = started === undefined ? undefined : event.ts - started;
  const isError = data.isError ?? false;
  return [toolResult({ ...where(event), data: { ...data, durationMs, ...call, isError } })];
}

function lifecycleFacts(event: AgentEventInSession, memory: RecorderMemory): Told {
  const { runId } = event;
  switch (event.data.phase ?? "") {
    case "start":
      memory.updateRun(runId, { whole: true });
      memory.updateSession(event.sessionKey, { runId });
      return [runFact("run.start", event)];
    case "model":
      if (event.data.model) memory.updateRun(runId, { model: event.data.model });
      return { ignored: "only tells what other facts belong to" };
    case "finishing":
    case "fallback_step":
      return { ignored: "progress of a run, without content of its own" };
    case "end":
      memory.updateRun(runId, { over: true });
      return [...unwrittenReply(event, memory), runFact("run.end", event)];
    case "error":
      memory.updateRun(runId, { over: true });
      return [runFact("run.error", event)];
    default:
      return [unknownFact(event)];
  }
}

/** Of the phases that end a run the first one counts, so they are one fact. */
function runFact(type: "run.start" | "run.end" | "run.error", event: AgentEventInSession): Fact {
  const { phase: _, terminalReply, ...data } = event.data;
  return {
    ...where(event),
    type,
    identity: ["run", event.runId, type === "run.start" ? "start" : "end"],
    stream: "lifecycle",
    data: {
      ...data,
      sessionId: event.sessionId,
      // The reply is an event of its own.
      terminalReply: terminalReply && { ...terminalReply, text: undefined },
    },
  };
}

function unwrittenReply(event: AgentEventInSession, memory: RecorderMemory): readonly Fact[] {
  const { whole, said } = memory.run(event.runId);
  const text = event.data.terminalReply?.text;
  if (whole !== true || said === true || text === undefined || text === "") return [];
  const { session, agent, runId, seq, at } = where(event);
  return [finalReply({ session, agent, runId, seq, at, text })];
}

function unknownFact(event: AgentEventInSession): Fact {
  return {
    ...where(event),
    type: `unknown.${event.stream}`,
    identity: ["agent event", event.runId, String(event.seq)],
    stream: event.stream,
    data: event.data,
  };
}

function where({ sessionKey, agentId, runId, seq, ts }: AgentEventInSession): {
  readonly session: string;
  readonly agent: string | undefined;
  readonly runId: string;
  readonly seq: number;
  readonly at: number;
} {
  return { session: sessionKey, agent: agentId, runId, seq, at: ts };
}
