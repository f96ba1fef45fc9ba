import {
  answer,
  isNotice,
  notice,
  textOf,
  userMessage,
  type Fact,
  type MessagePlace,
  type TranscriptMessage,
} from "@openclaw/event-schema/transcript";
import type { Told } from "./fact.ts";
import type { HookCall } from "./hook-call.ts";
import { messageReceived, messageWrite, transcriptUpdate } from "./hook-schemas.ts";
import type { RecorderMemory } from "./memory.ts";
import { malformed } from "./told.ts";

/** What is said: the gateway writes every message of every path to the transcript, and asks plugins first. */
export function messageWritten({ event, context, at, memory }: HookCall): Told {
  const session = context.sessionKey;
  if (session === undefined) return { ignored: "belongs to no session" };
  const parsed = messageWrite.safeParse(event);
  if (!parsed.success) return malformed;
  const { message } = parsed.data;
  const { runId } = memory.session(session);
  const place = { session, agent: context.agentId, runId, at };
  if (message.role === "user") return [inItsRun(userMessage(message, place), memory)];
  if (message.role !== "assistant") return { ignored: "recorded from another source" };
  return answered(message, place, memory);
}

/** A channel's message; what it says comes with {@link messageWritten}. */
export function messageCame({ event, context, memory }: HookCall): Told {
  const parsed = messageReceived.safeParse(event);
  if (!parsed.success) return malformed;
  const runId = parsed.data.runId ?? context.runId ?? parsed.data.messageId;
  const session = parsed.data.sessionKey ?? context.sessionKey;
  if (runId !== undefined) memory.updateRun(runId, { channel: context.channelId });
  if (session !== undefined) memory.updateSession(session, { channel: context.channelId });
  return { ignored: "only tells what other facts belong to" };
}

/**
 * A message that has been written. Most are told by {@link messageWritten} before; not those the gateway
 * writes on its own account, such as the answer to `/new`, nor those written while plugins are reloaded.
 */
export function transcriptUpdated(update: unknown, memory: RecorderMemory): Told {
  const parsed = transcriptUpdate.safeParse(update);
  if (!parsed.success) return malformed;
  const { message, sessionKey: session, agentId: agent, messageId } = parsed.data;
  if (session === undefined) return { ignored: "belongs to no session" };
  if (message === undefined) return { ignored: "recorded from another source" };
  const runId = parsed.data.runId ?? memory.session(session).runId;
  const place = { session, agent, runId, messageId, at: message.timestamp ?? 0 };
  if (message.role === "user") return [inItsRun(userMessage(message, place), memory)];
  if (message.role !== "assistant") return { ignored: "recorded from another source" };
  return isNotice(message) ? orSilent(notice(message, place)) : answered(message, place, memory);
}

/** What cron asks is written with an id of its own, while the run that answers is under way. */
function inItsRun(said: Fact, memory: RecorderMemory): Fact {
  if (said.runId !== undefined && memory.knowsRun(said.runId)) return said;
  const { runId } = memory.session(said.session);
  return runId === undefined || memory.run(runId).over === true ? said : { ...said, runId };
}

function orSilent(fact: Fact | undefined): Told {
  return fact === undefined ? { ignored: "a message without text" } : [fact];
}

function answered(message: TranscriptMessage, place: MessagePlace, memory: RecorderMemory): Told {
  const fact = answer(message, place);
  if (fact?.runId !== undefined) memory.updateRun(fact.runId, { said: true });
  return orSilent(fact);
}

/** The final reply as the end of its run tells it, for runs whose answer was not written. */
export function finalReply(run: {
  readonly runId: string;
  readonly session: string;
  readonly agent?: string | undefined;
  readonly seq: number;
  readonly at: number;
  readonly text: string;
}): Fact {
  return {
    type: "conversation.message.out",
    identity: ["reply", run.runId],
    session: run.session,
    agent: run.agent,
    runId: run.runId,
    seq: run.seq,
    at: run.at,
    stream: "message",
    data: { text: textOf(run.text), role: "assistant" },
  };
}
