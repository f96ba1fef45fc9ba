import {
  answer,
  isNotice,
  notice,
  textOf,
  userMessage,
  type Fact,
} from "@openclaw/event-schema/transcript";
import type { Told } from "./fact.ts";
import type { HookCall } from "./hook-call.ts";
import { messageReceived, messageWrite, transcriptUpdate } from "./hook-schemas.ts";
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
  if (message.role === "user") return [userMessage(message, place)];
  if (message.role !== "assistant") return { ignored: "recorded from another source" };
  const fact = answer(message, place);
  if (fact === undefined) return { ignored: "a message without text" };
  if (runId !== undefined) memory.updateRun(runId, { said: true });
  return [fact];
}

/** A channel's message; what it says comes with {@link messageWritten}. */
export function messageCame({ event, context, memory }: HookCall): Told {
  const parsed = messageReceived.safeParse(event);
  if (!parsed.success) return malformed;
  const runId = parsed.data.runId ?? context.runId ?? parsed.data.messageId;
  if (runId !== undefined) memory.updateRun(runId, { channel: context.channelId });
  return { ignored: "only tells what other facts belong to" };
}

/** A notice of the gateway itself, such as the answer to `/new`; it is written without asking plugins. */
export function noticeWritten(update: unknown): Told {
  const parsed = transcriptUpdate.safeParse(update);
  if (!parsed.success) return malformed;
  const { sessionKey: session, agentId: agent, messageId, message } = parsed.data;
  if (session === undefined) return { ignored: "belongs to no session" };
  if (message === undefined || !isNotice(message))
    return { ignored: "recorded from another source" };
  const fact = notice(message, { session, agent, messageId, at: 0 });
  return fact === undefined ? { ignored: "a message without text" } : [fact];
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
