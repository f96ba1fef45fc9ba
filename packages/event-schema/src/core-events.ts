import { z } from "zod";
import { coreUpcasts } from "./core-upcasts.ts";
import type { OpenClawEvent } from "./event.ts";
import { currentVersion } from "./upcast.ts";

const text = z.string().optional();
const number = z.number().optional();
const flag = z.boolean().optional();
const details = z.looseObject({}).optional();

const message = {
  text: z.string(),
  role: text,
  /** The parts of the message as the model's API has them, where it is more than text. */
  content: z.unknown().optional(),
  replyToId: text,
  threadId: text,
};

const toolCall = {
  toolCallId: z.string(),
  name: z.string(),
  /** The `tool_call` whose code made this call. */
  parentToolCallId: text,
};

const session = { sessionId: text };

const runOutcome = {
  ...session,
  startedAt: number,
  endedAt: number,
  durationMs: number,
  aborted: flag,
  stopReason: text,
  status: text,
  livenessState: text,
  executionSettled: flag,
  replayInvalid: flag,
};

const subagent = { childSessionKey: z.string(), runId: text, requester: details };

/** What `payload.data` holds for each type of our own; fields beyond these are kept. */
export const coreEventData = {
  "conversation.message.in": z
    .looseObject({
      ...message,
      from: text,
      senderId: text,
      senderName: text,
      messageId: text,
      /** Where a message of another session or of the gateway itself comes from. */
      provenance: details,
      metadata: details,
    })
    .describe("What a user, another agent or the gateway said to an agent"),
  "conversation.message.out": z
    .looseObject({
      ...message,
      to: text,
      provider: text,
      model: text,
      stopReason: text,
      usage: details,
    })
    .describe("What an agent said, once it is whole"),
  "conversation.tool_call": z
    .looseObject({ ...toolCall, args: z.unknown().optional() })
    .describe("A tool is called"),
  "conversation.tool_result": z
    .looseObject({
      ...toolCall,
      result: z.unknown().optional(),
      isError: z.boolean(),
      error: text,
      durationMs: number,
      /** What the gateway shows of the call in one line. */
      meta: text,
      commandBearing: flag,
    })
    .describe("What a tool returned, or how it failed"),
  "lifecycle.start": z.looseObject({ ...session, resumedFrom: text }).describe("A session starts"),
  "lifecycle.end": z
    .looseObject({
      ...session,
      reason: text,
      nextSessionId: text,
      messageCount: number,
      durationMs: number,
      sessionFile: text,
      transcriptArchived: flag,
    })
    .describe("A session ends"),
  "lifecycle.reset": z
    .looseObject({
      ...session,
      reason: text,
      messageCount: number,
      sessionFile: text,
    })
    .describe("A session begins anew under its key"),
  "lifecycle.compaction": z
    .looseObject({
      ...session,
      messageCount: number,
      compactedCount: number,
      tokenCount: number,
      sessionFile: text,
    })
    .describe("Earlier messages of a session are summed up"),
  "run.start": z.looseObject({ ...session, startedAt: number }).describe("An agent begins to work"),
  "run.end": z
    .looseObject({ ...runOutcome, terminalReply: details, terminalReceipt: details })
    .describe("An agent's work is done"),
  "run.error": z
    .looseObject({ ...runOutcome, error: text, errorObservation: details })
    .describe("An agent's work failed"),
  "model.call": z
    .looseObject({
      ...session,
      callId: z.string(),
      provider: text,
      model: text,
      api: text,
      transport: text,
      outcome: z.string(),
      durationMs: number,
      contextTokenBudget: number,
      contextWindowSource: text,
      requestPayloadBytes: number,
      responseStreamBytes: number,
      timeToFirstByteMs: number,
      errorCategory: text,
      failureKind: text,
      usage: details,
    })
    .describe("A model was asked"),
  "subagent.spawned": z
    .looseObject({
      ...subagent,
      agentId: text,
      mode: text,
      threadRequested: flag,
      resolvedProvider: text,
      resolvedModel: text,
    })
    .describe("An agent starts another one"),
  "subagent.ended": z
    .looseObject({
      ...subagent,
      targetKind: text,
      reason: text,
      outcome: text,
      error: text,
      endedAt: number,
      sendFarewell: flag,
    })
    .describe("A started agent's work is over"),
  "memory.file": z
    .looseObject({
      /** Relative to the workspace, with `/`. */
      path: z.string(),
      kind: z.string(),
      text: z.string(),
      sha256: z.string(),
    })
    .describe("A memory file, whole, as it was imported"),
  "memory.section": z
    .looseObject({
      path: z.string(),
      text: z.string(),
      headings: z.array(z.string()),
      /** First and last line, counted from 1. */
      lines: z.tuple([z.number(), z.number()]),
      /** Id of the `memory.file` event. */
      file: z.string(),
    })
    .describe("A part of a memory file under its headings"),
  "store.gap": z
    .looseObject({ cause: z.string(), count: z.number().int().positive() })
    .describe("Events that are known to be lost"),
  "store.forgotten": z
    .looseObject({
      agent: text,
      /** Hashes of the session key and of the sender's id or name. */
      session: text,
      sender: text,
      /** Unix milliseconds of the events: inclusive and exclusive. */
      since: number,
      until: z.number(),
      /** How many events were removed. */
      count: z.number().int().nonnegative(),
    })
    .describe("Events were removed on purpose, and are to stay so"),
} as const;

/** The type of an event of our own. */
export type CoreEventType = keyof typeof coreEventData;

type EventOfType = {
  [Type in CoreEventType]: OpenClawEvent<Type, z.infer<(typeof coreEventData)[Type]>>;
};

/** An event of one of our own types; `type` tells what `payload.data` holds. */
export type CoreEvent<Type extends CoreEventType = CoreEventType> = EventOfType[Type];

/**
 * Whether `event` is of `type`, or of any type of our own, and its data has that type's shape. An event
 * of a newer schema version than this package knows is not: show, keep and forward it as it is.
 */
export function isCoreEvent<Type extends CoreEventType = CoreEventType>(
  event: OpenClawEvent,
  type?: Type,
): event is CoreEvent<Type> {
  if (type !== undefined && event.type !== type) return false;
  if (!isCoreType(event.type)) return false;
  if ((event.meta.schemaVersion ?? 1) > currentVersion(coreUpcasts.get(event.type))) return false;
  return coreEventData[event.type].safeParse(event.payload.data).success;
}

function isCoreType(type: string): type is CoreEventType {
  return Object.hasOwn(coreEventData, type);
}
