import { z } from "zod";
import type { OpenClawEvent } from "./event.ts";

const text = z.looseObject({ text: z.string(), role: z.string().optional() });

/** What `payload.data` holds for each type of our own; fields beyond these are kept. */
export const coreEventData = {
  "conversation.message.in": text.extend({
    from: z.string().optional(),
    messageId: z.string().optional(),
  }),
  "conversation.message.out": text,
  "conversation.tool_call": z.looseObject({
    toolCallId: z.string(),
    name: z.string(),
    args: z.unknown(),
    parentToolCallId: z.string().optional(),
  }),
  "conversation.tool_result": z.looseObject({
    toolCallId: z.string(),
    name: z.string(),
    result: z.unknown(),
    isError: z.boolean(),
    parentToolCallId: z.string().optional(),
  }),
  "lifecycle.start": z.looseObject({
    sessionId: z.string().optional(),
    resumedFrom: z.string().optional(),
  }),
  "lifecycle.end": z.looseObject({
    sessionId: z.string().optional(),
    reason: z.string().optional(),
    nextSessionId: z.string().optional(),
  }),
  "lifecycle.reset": z.looseObject({
    sessionId: z.string().optional(),
    reason: z.string().optional(),
  }),
  "lifecycle.compaction": z.looseObject({
    sessionId: z.string().optional(),
    messageCount: z.number().optional(),
    compactedCount: z.number().optional(),
  }),
  "run.start": z.looseObject({ startedAt: z.number().optional() }),
  "run.end": z.looseObject({
    stopReason: z.string().optional(),
    aborted: z.boolean().optional(),
    endedAt: z.number().optional(),
  }),
  "run.error": z.looseObject({
    error: z.string().optional(),
    aborted: z.boolean().optional(),
    endedAt: z.number().optional(),
  }),
  "model.call": z.looseObject({
    callId: z.string(),
    provider: z.string().optional(),
    model: z.string().optional(),
    outcome: z.string(),
    durationMs: z.number().optional(),
  }),
  "subagent.spawned": z.looseObject({ childSessionKey: z.string() }),
  "subagent.ended": z.looseObject({ childSessionKey: z.string(), outcome: z.string().optional() }),
  "memory.file": z.looseObject({
    /** Relative to the workspace, with `/`. */
    path: z.string(),
    kind: z.string(),
    text: z.string(),
    sha256: z.string(),
  }),
  "memory.section": z.looseObject({
    path: z.string(),
    text: z.string(),
    headings: z.array(z.string()),
    /** First and last line, counted from 1. */
    lines: z.tuple([z.number(), z.number()]),
    /** Id of the `memory.file` event. */
    file: z.string(),
  }),
  "store.gap": z.looseObject({ cause: z.string(), count: z.number().int().positive() }),
} as const;

export type CoreEventType = keyof typeof coreEventData;

type EventOfType = {
  [Type in CoreEventType]: OpenClawEvent<Type, z.infer<(typeof coreEventData)[Type]>>;
};

/** An event of one of our own types; `type` tells what `payload.data` holds. */
export type CoreEvent<Type extends CoreEventType = CoreEventType> = EventOfType[Type];

/** Whether `event` is of `type` and its data has that type's shape. */
export function isCoreEvent<Type extends CoreEventType>(
  event: OpenClawEvent,
  type: Type,
): event is CoreEvent<Type> {
  return event.type === type && coreEventData[type].safeParse(event.payload.data).success;
}
