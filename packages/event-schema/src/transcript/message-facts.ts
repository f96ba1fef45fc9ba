import type { Fact } from "./fact.ts";
import { attachmentsOf, textOf, type TranscriptMessage } from "./message.ts";

/** Where a message stands that a source tells. */
export interface MessagePlace {
  readonly session: string;
  readonly agent?: string | undefined;
  /** The run it belongs to, where it does not say so itself. */
  readonly runId?: string | undefined;
  /** Unix milliseconds, where it carries no time of its own. */
  readonly at: number;
}

const userKey = /^(.+):user$/s;

/** What a user said. */
export function userMessage(message: TranscriptMessage, place: MessagePlace): Fact {
  const { idempotencyKey: key, provenance } = message;
  const { senderName, senderId, replyToId } = message.sender;
  const { session, agent } = place;
  return {
    type: "conversation.message.in",
    identity: ["user", session, ...(key === undefined ? said(message) : [key])],
    session,
    agent,
    runId: key === undefined ? place.runId : userKey.exec(key)?.[1],
    at: message.timestamp ?? place.at,
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

/** What the model answered; `undefined` where it answered without words. */
export function answer(message: TranscriptMessage, place: MessagePlace): Fact | undefined {
  const { provider, model, stopReason, usage, errorMessage: error } = message;
  const { session, agent, runId } = place;
  const text = textOf(message.content);
  if (text === "") return undefined;
  return {
    type: "conversation.message.out",
    identity: ["assistant", session, ...said(message)],
    session,
    agent,
    runId,
    at: message.timestamp ?? place.at,
    stream: "message",
    model,
    data: {
      text,
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

/** Whether the gateway itself says this, such as the answer to `/new`. */
export function isNotice({ model }: TranscriptMessage): boolean {
  return model === "gateway-injected";
}

/** What the gateway itself said; `undefined` where it has no words. */
export function notice(
  message: TranscriptMessage,
  place: MessagePlace & { readonly messageId?: string | undefined },
): Fact | undefined {
  const { session, agent, messageId } = place;
  const text = textOf(message.content);
  if (text === "") return undefined;
  return {
    type: "conversation.message.out",
    identity: ["notice", session, message.idempotencyKey ?? messageId ?? text],
    session,
    agent,
    runId: message.idempotencyKey,
    at: message.timestamp ?? place.at,
    stream: "message",
    data: { text, role: "gateway" },
  };
}

function channelOf({ sender }: TranscriptMessage): string | undefined {
  return sender.senderIdentity?.pluginId ?? (sender.transport ? "webchat" : undefined);
}

/** The gateway may redact the text of a message between telling and keeping it. */
function said({ timestamp, responseId, content }: TranscriptMessage): readonly string[] {
  return [String(timestamp ?? ""), responseId || textOf(content)];
}
