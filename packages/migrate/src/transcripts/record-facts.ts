import {
  answer,
  isNotice,
  notice,
  toolCall,
  toolResult,
  transcriptMessage,
  userMessage,
  type Fact,
  type TranscriptMessage,
} from "@openclaw/event-schema/transcript";
import { z } from "zod";

/** Where a record stands. */
export interface RecordPlace {
  readonly agent: string;
  /** Session key. */
  readonly session: string;
  readonly sessionId: string;
  /** The run that a user's message last began, and the channel it came over. */
  readonly run?: Pick<Fact, "runId" | "channel"> | undefined;
}

const text = z.string().optional();
const recordSchema = z.looseObject({
  type: z.string(),
  id: text,
  timestamp: z.iso.datetime().optional(),
  message: z.unknown().optional(),
  reason: text,
  tokensBefore: z.number().optional(),
});
type TranscriptRecord = z.infer<typeof recordSchema>;

const toolCallPart = z.looseObject({
  type: z.literal("toolCall"),
  id: z.string(),
  name: z.string(),
  arguments: z.unknown().optional(),
});
const resultMessage = z.looseObject({
  toolCallId: z.string(),
  toolName: z.string(),
  content: z.unknown().optional(),
  details: z.unknown().optional(),
  isError: z.boolean().default(false),
});
const nestedCall = z.looseObject({
  customType: z.literal("openclaw.nested-tool.v1"),
  details: z.looseObject({
    runId: text,
    toolCallId: z.string(),
    parentToolCallId: text,
    toolName: z.string(),
    input: z.unknown().optional(),
    result: z.unknown().optional(),
    isError: z.boolean().default(false),
    startedAt: z.number(),
    timestamp: z.number(),
  }),
});

/**
 * What a record of a transcript tells, as the recorder would have told it when it happened; nothing where
 * it tells what the gateway needs only for itself.
 *
 * @throws ZodError where it is not as OpenClaw writes it
 */
export function recordFacts(value: unknown, place: RecordPlace): readonly Fact[] {
  const record = recordSchema.parse(value);
  const at = Date.parse(record.timestamp ?? "") || 0;
  switch (record.type) {
    case "message": {
      const message = transcriptMessage.parse(record.message);
      return messageFacts(message, { ...place, at, messageId: record.id });
    }
    case "session":
      return [lifeFact("lifecycle.start", record, { ...place, at })];
    case "reset":
      return [lifeFact("lifecycle.reset", record, { ...place, at })];
    case "compaction":
      return [lifeFact("lifecycle.compaction", record, { ...place, at })];
    default:
      return [];
  }
}

interface MomentPlace extends RecordPlace {
  /** Unix milliseconds. */
  readonly at: number;
}

function lifeFact(
  type: string,
  { id = "", reason, tokensBefore: tokenCount }: TranscriptRecord,
  { agent, session, sessionId, at }: MomentPlace,
): Fact {
  const data = { sessionId, reason, tokenCount };
  return {
    type,
    identity: ["transcript", sessionId, type, id],
    session,
    agent,
    at,
    stream: "session",
    data,
  };
}

function messageFacts(
  message: TranscriptMessage,
  place: MomentPlace & { readonly messageId: string | undefined },
): readonly Fact[] {
  const { agent, session, run, messageId } = place;
  const at = message.timestamp ?? place.at;
  const runId = message.sender.runId ?? run?.runId;
  const where = { agent, session, runId, at };
  switch (message.role) {
    case "user":
      return [userMessage(message, where)];
    case "assistant":
      if (isNotice(message)) return [notice(message, { ...where, messageId })].filter(isFact);
      return [answer(message, where), ...callsOf(message, where)].filter(isFact);
    case "toolResult":
      return [resultOf(message, where)];
    case "custom":
      return nestedFacts(message, where);
    default:
      return [];
  }
}

function isFact(fact: Fact | undefined): fact is Fact {
  return fact !== undefined;
}

type Where = Pick<Fact, "agent" | "session" | "runId" | "at">;

function callsOf({ content }: TranscriptMessage, where: Where): readonly Fact[] {
  if (typeof content === "string") return [];
  return content.flatMap((part) => {
    const { data: call } = toolCallPart.safeParse(part);
    if (call === undefined) return [];
    const { id: toolCallId, name, arguments: args } = call;
    return [toolCall({ ...where, data: { toolCallId, name, args } })];
  });
}

function resultOf(message: TranscriptMessage, where: Where): Fact {
  const { toolCallId, toolName: name, content, details, isError } = resultMessage.parse(message);
  return toolResult({
    ...where,
    data: { toolCallId, name, isError, result: { content, details } },
  });
}

/** A call that a tool made of another one. */
function nestedFacts(message: TranscriptMessage, where: Where): readonly Fact[] {
  const { data } = nestedCall.safeParse(message);
  if (data === undefined) return [];
  const {
    toolName: name,
    toolCallId,
    parentToolCallId,
    input: args,
    result,
    isError,
  } = data.details;
  const call = { toolCallId, name, parentToolCallId };
  const of = { ...where, runId: data.details.runId };
  const { startedAt, timestamp } = data.details;
  return [
    toolCall({ ...of, at: startedAt, data: { ...call, args } }),
    toolResult({ ...of, at: timestamp, data: { ...call, isError, result } }),
  ];
}
