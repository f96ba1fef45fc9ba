import { isCoreEvent } from "@openclaw/event-schema";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { withoutContext } from "@openclaw/event-schema/transcript";

/** Something said or noted, as memory keeps it. */
export interface Message {
  /** Id of the event it comes from. */
  readonly id: string;
  readonly session: string;
  /** Unix milliseconds. */
  readonly timestamp: number;
  readonly role: "user" | "assistant" | "note";
  /** Who said it, or the headings above a note. */
  readonly speaker: string;
  readonly text: string;
}

/** Types of the events that hold a {@link Message}. */
export const messageTypes = [
  "conversation.message.in",
  "conversation.message.out",
  "memory.section",
] as const;

/** What an event says, without context that was injected; `undefined` where it says nothing. */
export function messageOf(event: OpenClawEvent): Message | undefined {
  const said = saidBy(event);
  const text = said && withoutContext(said.text).trim();
  if (!said || !text) return undefined;
  return { ...said, id: event.id, session: event.session, timestamp: event.timestamp, text };
}

function saidBy(event: OpenClawEvent): Pick<Message, "role" | "speaker" | "text"> | undefined {
  if (isCoreEvent(event, "conversation.message.in")) {
    const { from, text } = event.payload.data;
    return { role: "user", speaker: from?.trim() || "user", text };
  }
  if (isCoreEvent(event, "conversation.message.out")) {
    const { from, text } = event.payload.data;
    const speaker = typeof from === "string" ? from.trim() : "";
    return { role: "assistant", speaker: speaker || "assistant", text };
  }
  if (isCoreEvent(event, "memory.section")) {
    const { headings, path, text } = event.payload.data;
    return { role: "note", speaker: headings.at(-1)?.trim() || path, text };
  }
  return undefined;
}
