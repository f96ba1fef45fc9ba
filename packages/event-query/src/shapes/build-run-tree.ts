import type { OpenClawEvent } from "@openclaw/event-schema";
import { isFlagged, stringField } from "../data-fields.ts";
import type { StoredEvent } from "../event-reader.ts";

/** A tool call, with those that its code made. */
export interface ToolNode {
  readonly toolCallId: string;
  readonly name: string;
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly isError: boolean;
  readonly calls: readonly ToolNode[];
}

/** A run, with its tool calls and the runs of the sub-agents it started. */
export interface RunNode {
  readonly runId: string;
  readonly agent: string;
  readonly session: string;
  /** Of its first event, in Unix milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly outcome: "running" | "ended" | "failed";
  readonly error: string | undefined;
  readonly tools: readonly ToolNode[];
  readonly runs: readonly RunNode[];
}

interface Tool extends ToolNode {
  endedAt: number | undefined;
  isError: boolean;
  readonly calls: Tool[];
}

interface Run extends RunNode {
  endedAt: number | undefined;
  outcome: RunNode["outcome"];
  error: string | undefined;
  readonly tools: Tool[];
  readonly runs: Run[];
}

/**
 * The runs of events as trees: run, tool calls, sub-agents. A sub-agent's runs hang below the run of its
 * requester that was the latest when it was spawned; runs whose requester is not among the events are roots.
 */
export async function buildRunTree(
  events: AsyncIterable<StoredEvent>,
): Promise<readonly RunNode[]> {
  const tree: Tree = { runs: new Map(), roots: [], latest: new Map(), requesters: new Map() };
  const calls = new Map<string, Tool>();
  for await (const { event } of events) {
    if (event.type === "subagent.spawned") noteRequester(tree, event);
    if (event.type.startsWith("subagent.") || event.payload.runId === "") continue;
    advance(placeRun(tree, event), event, calls);
  }
  return tree.roots;
}

interface Tree {
  readonly runs: Map<string, Run>;
  readonly roots: Run[];
  /** Latest run of a session. */
  readonly latest: Map<string, Run>;
  /** Run that spawned the sub-agent of a session. */
  readonly requesters: Map<string, Run>;
}

/** The event stands in the requester's session; its run is the sub-agent's. */
function noteRequester({ latest, requesters }: Tree, event: OpenClawEvent): void {
  const requester = latest.get(event.session);
  const child = stringField(event, "childSessionKey");
  if (requester !== undefined && child !== undefined) requesters.set(child, requester);
}

function placeRun({ runs, roots, latest, requesters }: Tree, event: OpenClawEvent): Run {
  const known = runs.get(event.payload.runId);
  const run = known ?? runOf(event);
  if (known === undefined) {
    runs.set(run.runId, run);
    (requesters.get(run.session)?.runs ?? roots).push(run);
  }
  latest.set(run.session, run);
  return run;
}

function runOf({ agent, session, timestamp, payload }: OpenClawEvent): Run {
  return {
    runId: payload.runId,
    agent,
    session,
    startedAt: timestamp,
    endedAt: undefined,
    outcome: "running",
    error: undefined,
    tools: [],
    runs: [],
  };
}

function advance(run: Run, event: OpenClawEvent, calls: Map<string, Tool>): void {
  switch (event.type) {
    case "run.end":
    case "run.error": {
      const failed = event.type === "run.error";
      run.endedAt = event.timestamp;
      run.outcome = failed ? "failed" : "ended";
      run.error = failed ? stringField(event, "error") : undefined;
      break;
    }
    case "conversation.tool_call":
      startTool(run, event, calls);
      break;
    case "conversation.tool_result": {
      const tool = calls.get(callKey(run, stringField(event, "toolCallId")));
      if (tool === undefined) break;
      tool.endedAt = event.timestamp;
      tool.isError = isFlagged(event, "isError");
      break;
    }
    default:
  }
}

function startTool(run: Run, event: OpenClawEvent, calls: Map<string, Tool>): void {
  const toolCallId = stringField(event, "toolCallId") ?? event.id;
  const tool: Tool = {
    toolCallId,
    name: stringField(event, "name") ?? "",
    startedAt: event.timestamp,
    endedAt: undefined,
    isError: false,
    calls: [],
  };
  const parent = calls.get(callKey(run, stringField(event, "parentToolCallId")));
  (parent?.calls ?? run.tools).push(tool);
  calls.set(callKey(run, toolCallId), tool);
}

function callKey({ runId }: Run, toolCallId = ""): string {
  return JSON.stringify([runId, toolCallId]);
}
