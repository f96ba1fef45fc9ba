import type { Fact, Told } from "./fact.ts";
import type { HookCall } from "./hook-call.ts";
import {
  messageReceived,
  messageWrite,
  transcriptUpdate,
  type TranscriptMessage,
} from "./hook-schemas.ts";
import { attachmentsOf, textOf } from "./message-text.ts";
import { malformed } from "./told.ts";

const userKey = /^(.+):user$/s;

/** What is said: the gateway writes every message of every path to the transcript, and asks plugins first. */
export function messageWritten({ event, context, at, memory }: HookCall): Told {
  const session = context.sessionKey;
  if (session === undefined) return { ignored: "belongs to no session" };
  const parsed = messageWrite.safeParse(event);
  if (!parsed.success) return malformed;
  const { message } = parsed.data;
  const write: Write = { session, agent: context.agentId, lastRun: memory.session(session).runId };
  if (message.role === "user") return [userMessage(message, write, at)];
  if (message.role !== "assistant") return { ignored: "recorded from another source" };
  if (textOf(message.content) === "") return { ignored: "a message without text" };
  if (write.lastRun !== undefined) memory.updateRun(write.lastRun, { said: true });
  return [answer(message, write, at)];
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
  if (message?.model !== "gateway-injected") return { ignored: "recorded from another source" };
  const text = textOf(message.content);
  if (text === "") return { ignored: "a message without text" };
  return [
    {
      type: "conversation.message.out",
      identity: ["notice", session, message.idempotencyKey ?? messageId ?? text],
      session,
      agent,
      runId: message.idempotencyKey,
      at: message.timestamp ?? 0,
      stream: "message",
      data: { text, role: "gateway" },
    },
  ];
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

interface Write {
  readonly session: string;
  readonly agent: string | undefined;
  readonly lastRun: string | undefined;
}

function userMessage(message: TranscriptMessage, write: Write, at: number): Fact {
  const { idempotencyKey: key, provenance } = message;
  const { senderName, senderId, replyToId } = message.sender;
  return {
    type: "conversation.message.in",
    identity: ["user", write.session, ...(key === undefined ? said(message) : [key])],
    session: write.session,
    agent: write.agent,
    runId: key === undefined ? write.lastRun : userKey.exec(key)?.[1],
    at: message.timestamp ?? at,
    stream: "message",
    channel: channelOf(message),
    data: {
      text: textOf(message.content),
      role: "user",
      content: attachmentsOf(message.content),
      from: senderName,
      senderName,
      senderId,
      replyToId,
      provenance,
    },
  };
}

function answer(message: TranscriptMessage, write: Write, at: number): Fact {
  const { provider, model, stopReason, usage, errorMessage: error } = message;
  return {
    type: "conversation.message.out",
    identity: ["assistant", write.session, ...said(message)],
    session: write.session,
    agent: write.agent,
    runId: write.lastRun,
    at: message.timestamp ?? at,
    stream: "message",
    model,
    data: {
      text: textOf(message.content),
      role: "assistant",
      content: attachmentsOf(message.content),
      provider,
      model,
      stopReason,
      error,
      usage,
    },
  };
}

function channelOf({ sender }: TranscriptMessage): string | undefined {
  return sender.senderIdentity?.pluginId ?? (sender.transport ? "webchat" : undefined);
}

function said(message: TranscriptMessage): readonly string[] {
  return [String(message.timestamp ?? ""), message.responseId ?? "", textOf(message.content)];
}
