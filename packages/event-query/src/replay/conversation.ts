import type { OpenClawEvent } from "@openclaw/event-schema";
import { z } from "zod";
import { fieldOf, isFlagged, numberField, stringField } from "../data-fields.ts";
import type { Projection } from "../fold/projection.ts";
import { isSeenByModel } from "./is-seen-by-model.ts";

const messageSchema = z.discriminatedUnion("role", [
  z.object({ role: z.literal("user"), timestamp: z.number(), text: z.string() }),
  z.object({ role: z.literal("assistant"), timestamp: z.number(), text: z.string() }),
  z.object({
    role: z.literal("tool_call"),
    timestamp: z.number(),
    toolCallId: z.string(),
    name: z.string(),
    args: z.unknown(),
  }),
  z.object({
    role: z.literal("tool_result"),
    timestamp: z.number(),
    toolCallId: z.string(),
    name: z.string(),
    result: z.unknown(),
    isError: z.boolean(),
  }),
]);

const conversationSchema = z.object({
  messages: z.array(messageSchema),
  /** How many earlier messages the model sees as a summary only. */
  compacted: z.number(),
});

/** What a model was told or told, or did. `timestamp` in Unix milliseconds. */
export type ConversationMessage = Readonly<z.infer<typeof messageSchema>>;

/** The messages of a session as the model sees them. */
export interface Conversation {
  readonly messages: readonly ConversationMessage[];
  /** How many earlier messages the model sees as a summary only. */
  readonly compacted: number;
}

/** The conversation of a session: begins anew after a reset, is shortened by compaction. */
export const conversation: Projection<Conversation> = {
  name: "conversation",
  version: 2,
  schema: conversationSchema,
  initial: { messages: [], compacted: 0 },
  apply(state, event) {
    if (event.type === "lifecycle.reset") return conversation.initial;
    if (event.type === "lifecycle.compaction") return compact(state, event);
    const message = messageOf(event);
    return message === undefined ? state : { ...state, messages: [...state.messages, message] };
  },
};

/** The gateway tells how many messages the model sees from now on; the first of them is the summary. */
function compact({ messages, compacted }: Conversation, event: OpenClawEvent): Conversation {
  const kept = (numberField(event, "messageCount") ?? 1) - 1;
  const begins = messages.flatMap((_, at) => (isBegin(messages, at) ? [at] : []));
  const gone = kept > 0 ? (begins.at(-kept) ?? 0) : messages.length;
  return { messages: messages.slice(gone), compacted: compacted + gone };
}

/** One message of the model holds all the calls that it makes at once. */
function isBegin(messages: Conversation["messages"], at: number): boolean {
  return messages[at]?.role !== "tool_call" || messages[at - 1]?.role !== "tool_call";
}

function messageOf(event: OpenClawEvent): ConversationMessage | undefined {
  if (!isSeenByModel(event)) return undefined;
  const { type, timestamp, payload } = event;
  const text = stringField(event, "text") ?? "";
  const toolCallId = stringField(event, "toolCallId") ?? "";
  const name = stringField(event, "name") ?? "";
  switch (type) {
    case "conversation.message.in":
      return { role: "user", timestamp, text };
    case "conversation.message.out":
      return { role: "assistant", timestamp, text };
    case "conversation.tool_call":
      return {
        role: "tool_call",
        timestamp,
        toolCallId,
        name,
        args: fieldOf(payload.data, "args"),
      };
    case "conversation.tool_result": {
      const result = fieldOf(payload.data, "result") ?? fieldOf(payload.data, "error");
      const isError = isFlagged(event, "isError");
      return { role: "tool_result", timestamp, toolCallId, name, result, isError };
    }
    default:
      return undefined;
  }
}
