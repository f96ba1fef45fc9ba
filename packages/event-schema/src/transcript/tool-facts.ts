import type { Fact } from "./fact.ts";

/** The tool that reads the store: what it returns is recorded already. */
export const queryToolName = "event_query";

interface Tool extends Pick<Fact, "session" | "agent" | "runId" | "seq" | "at"> {
  readonly data: {
    readonly toolCallId: string;
    readonly name: string;
    readonly [field: string]: unknown;
  };
}

/** A call of a tool. */
export function toolCall({ data, ...where }: Tool): Fact {
  return {
    ...where,
    type: "conversation.tool_call",
    identity: ["tool_call", where.session, where.runId ?? "", data.toolCallId],
    stream: "tool",
    data,
  };
}

interface ToolOutcome extends Tool {
  readonly data: Tool["data"] & { readonly isError: boolean; readonly result?: unknown };
}

/** What a call of a tool came to. */
export function toolResult({ data, ...where }: ToolOutcome): Fact {
  const { result, ...rest } = data;
  return {
    ...where,
    type: "conversation.tool_result",
    identity: ["tool_result", where.session, where.runId ?? "", data.toolCallId],
    stream: "tool",
    data: data.name === queryToolName ? rest : { ...rest, result },
  };
}
