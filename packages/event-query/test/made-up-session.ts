import type { OpenClawEvent } from "@openclaw/event-schema";
import type { StoredEvent } from "../src/index.ts";
import { event, noon, type EventOptions } from "./event-log.ts";

/** A session of two runs, the second with a sub-agent, a second apart from event to event. */
export function madeUpSession(): readonly OpenClawEvent[] {
  const child = "agent:main:subagent:1";
  const steps: readonly EventOptions[] = [
    { type: "lifecycle.start", runId: "" },
    { type: "conversation.message.in", runId: "r1", data: { text: "What is 2 + 2?", from: "Ada" } },
    { type: "run.start", runId: "r1", data: {} },
    {
      type: "conversation.tool_call",
      runId: "r1",
      data: { toolCallId: "t1", name: "code", args: { x: 1 } },
    },
    {
      type: "conversation.tool_call",
      runId: "r1",
      data: { toolCallId: "t2", name: "add", args: [2, 2], parentToolCallId: "t1" },
    },
    {
      type: "conversation.tool_result",
      runId: "r1",
      data: { toolCallId: "t2", name: "add", result: "4", isError: false, parentToolCallId: "t1" },
    },
    {
      type: "conversation.tool_result",
      runId: "r1",
      data: { toolCallId: "t1", name: "code", result: "```4```", isError: true, durationMs: 7 },
    },
    { type: "conversation.message.out", runId: "r1", data: { text: "Four." } },
    { type: "run.end", runId: "r1", data: {} },
    { type: "conversation.message.in", runId: "r2", data: { text: "Thanks! And 3 + 3?" } },
    { type: "run.start", runId: "r2", data: {} },
    { type: "subagent.spawned", runId: "r3", data: { childSessionKey: child, runId: "r3" } },
    { type: "run.start", runId: "r3", session: child, data: {} },
    { type: "run.error", runId: "r3", session: child, data: { error: "out of tokens" } },
    { type: "conversation.message.out", runId: "r2", data: { text: "Six." } },
    { type: "run.end", runId: "r2", data: {} },
    { type: "conversation.message.in", runId: "r4", data: { text: "thanks and 3 + 3" } },
  ];
  return steps.map((step, at) => event({ ...step, timestamp: noon + at * 1000, seq: at }));
}

/** Events as a reader gives them. */
export async function* stored(events: Iterable<OpenClawEvent>): AsyncGenerator<StoredEvent> {
  let sequence = 0;
  for (const each of events) {
    sequence += 1;
    yield { event: each, stream: "s", sequence, storedAt: each.timestamp };
  }
}
