import { z } from "zod";
import { coreUpcasts } from "./core-upcasts.ts";
import type { OpenClawEvent } from "./event.ts";
import { currentVersion } from "./upcast.ts";

/** What the data of several types has in common. */
function createParts() {
  const text = z.string().optional();
  const number = z.number().optional();
  const flag = z.boolean().optional();
  const details = z.looseObject({}).optional();
  const session = { sessionId: text };
  return {
    text,
    number,
    flag,
    details,
    session,
    message: {
      text: z.string(),
      role: text,
      /** The parts of the message as the model's API has them, where it is more than text. */
      content: z.unknown().optional(),
      replyToId: text,
      threadId: text,
    },
    toolCall: {
      toolCallId: z.string(),
      name: z.string(),
      /** The `tool_call` whose code made this call. */
      parentToolCallId: text,
    },
    runOutcome: {
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
    },
    subagent: { childSessionKey: z.string(), runId: text, requester: details },
  };
}

type Parts = ReturnType<typeof createParts>;
let parts: Parts | undefined;

/** Made when it is first used: a program needs few of them, and each costs at import. */
function data<Shape extends z.ZodRawShape>(
  description: string,
  shape: (parts: Parts) => Shape,
): z.ZodLazy<z.ZodObject<Shape, z.core.$loose>> {
  return z.lazy(() => z.looseObject(shape((parts ??= createParts()))).describe(description));
}

/** What `payload.data` holds for each type of our own; fields beyond these are kept. */
export const coreEventData = {
  "conversation.message.in": data(
    "What a user, another agent or the gateway said to an agent",
    ({ text, details, message }) => ({
      ...message,
      from: text,
      senderId: text,
      senderName: text,
      messageId: text,
      /** Where a message of another session or of the gateway itself comes from. */
      provenance: details,
      metadata: details,
    }),
  ),
  "conversation.message.out": data(
    "What an agent said, once it is whole",
    ({ text, details, message }) => ({
      ...message,
      to: text,
      provider: text,
      model: text,
      stopReason: text,
      usage: details,
    }),
  ),
  "conversation.tool_call": data("A tool is called", ({ toolCall }) => ({
    ...toolCall,
    args: z.unknown().optional(),
  })),
  "conversation.tool_result": data(
    "What a tool returned, or how it failed",
    ({ text, number, flag, toolCall }) => ({
      ...toolCall,
      result: z.unknown().optional(),
      isError: z.boolean(),
      error: text,
      durationMs: number,
      /** What the gateway shows of the call in one line. */
      meta: text,
      commandBearing: flag,
    }),
  ),
  "lifecycle.start": data("A session starts", ({ text, session }) => ({
    ...session,
    resumedFrom: text,
  })),
  "lifecycle.end": data("A session ends", ({ text, number, flag, session }) => ({
    ...session,
    reason: text,
    nextSessionId: text,
    messageCount: number,
    durationMs: number,
    sessionFile: text,
    transcriptArchived: flag,
  })),
  "lifecycle.reset": data("A session begins anew under its key", ({ text, number, session }) => ({
    ...session,
    reason: text,
    messageCount: number,
    sessionFile: text,
  })),
  "lifecycle.compaction": data(
    "Earlier messages of a session are summed up",
    ({ text, number, session }) => ({
      ...session,
      messageCount: number,
      compactedCount: number,
      tokenCount: number,
      sessionFile: text,
    }),
  ),
  "run.start": data("An agent begins to work", ({ number, session }) => ({
    ...session,
    startedAt: number,
  })),
  "run.end": data("An agent's work is done", ({ details, runOutcome }) => ({
    ...runOutcome,
    terminalReply: details,
    terminalReceipt: details,
  })),
  "run.error": data("An agent's work failed", ({ text, details, runOutcome }) => ({
    ...runOutcome,
    error: text,
    errorObservation: details,
  })),
  "model.call": data("A model was asked", ({ text, number, details, session }) => ({
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
  })),
  "subagent.spawned": data("An agent starts another one", ({ text, flag, subagent }) => ({
    ...subagent,
    agentId: text,
    mode: text,
    threadRequested: flag,
    resolvedProvider: text,
    resolvedModel: text,
  })),
  "subagent.ended": data("A started agent's work is over", ({ text, number, flag, subagent }) => ({
    ...subagent,
    targetKind: text,
    reason: text,
    outcome: text,
    error: text,
    endedAt: number,
    sendFarewell: flag,
  })),
  "memory.file": data("A memory file, whole, as it was imported", () => ({
    /** Relative to the workspace, with `/`. */
    path: z.string(),
    kind: z.string(),
    text: z.string(),
    sha256: z.string(),
  })),
  "memory.section": data("A part of a memory file under its headings", () => ({
    path: z.string(),
    text: z.string(),
    headings: z.array(z.string()),
    /** First and last line, counted from 1. */
    lines: z.tuple([z.number(), z.number()]),
    /** Id of the `memory.file` event. */
    file: z.string(),
  })),
  "store.gap": data("Events that are known to be lost", () => ({
    cause: z.string(),
    count: z.number().int().positive(),
  })),
  "store.forgotten": data(
    "Events were removed on purpose, and are to stay so",
    ({ text, number }) => ({
      agent: text,
      /** Hashes of the session key and of the sender's id or name. */
      session: text,
      sender: text,
      /** Unix milliseconds of the events: inclusive and exclusive. */
      since: number,
      until: z.number(),
      /** How many events were removed. */
      count: z.number().int().nonnegative(),
    }),
  ),
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
