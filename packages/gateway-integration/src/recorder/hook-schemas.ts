import { transcriptMessage } from "@openclaw/event-schema/transcript";
import { z } from "zod";

const text = z.string().optional();
const number = z.number().optional();

/** Fields of a hook's context, as far as any hook gives them. */
export const hookContext = z.looseObject({
  agentId: text,
  sessionKey: text,
  sessionId: text,
  runId: text,
  channel: text,
  channelId: text,
  requesterSessionKey: text,
});

export type HookContext = z.infer<typeof hookContext>;

export const messageWrite = z.looseObject({ message: transcriptMessage });

/** What `onSessionTranscriptUpdate` tells after a message has been written. */
export const transcriptUpdate = z.looseObject({
  sessionKey: text,
  agentId: text,
  messageId: text,
  runId: text,
  message: transcriptMessage.optional(),
});

export const messageReceived = z.looseObject({ messageId: text, runId: text, sessionKey: text });

export const modelCallEnded = z.looseObject({
  runId: z.string(),
  callId: z.string(),
  sessionKey: text,
  sessionId: text,
  model: text,
  outcome: z.string(),
});

export const afterToolCall = z.looseObject({
  toolName: z.string(),
  toolCallId: z.string(),
  runId: text,
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: text,
  durationMs: number,
});

export const sessionChange = z.looseObject({
  sessionId: text,
  sessionKey: text,
  reason: text,
  resumedFrom: text,
});

export const compaction = z.looseObject({
  messageCount: number,
  compactedCount: number,
  tokenCount: number,
  sessionFile: text,
});

export const subagentSpawned = z.looseObject({ childSessionKey: z.string(), runId: text });

export const subagentEnded = z.looseObject({
  targetSessionKey: z.string(),
  runId: text,
  reason: text,
  endedAt: number,
});

/** What `registerAgentEventSubscription` hands over. */
export const agentEvent = z.looseObject({
  runId: z.string(),
  stream: z.string(),
  seq: z.number().int().nonnegative(),
  ts: z.number().nonnegative(),
  data: z.looseObject({
    phase: text,
    toolCallId: text,
    parentToolCallId: text,
    name: text,
    isError: z.boolean().optional(),
    model: z.string().nullish(),
    terminalReply: z.looseObject({ text }).optional(),
  }),
  sessionKey: text,
  sessionId: text,
  agentId: text,
});

export type AgentEvent = z.infer<typeof agentEvent>;
