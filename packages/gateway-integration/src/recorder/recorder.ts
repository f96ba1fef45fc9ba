import { parseEvent, type OpenClawEvent } from "@openclaw/event-schema";
import { defaultGateway, factEvent, factId, type Fact } from "@openclaw/event-schema/transcript";
import { agentEventFacts } from "./agent-event-facts.ts";
import type { IgnoredReason, Told } from "./fact.ts";
import { hookFacts } from "./hook-facts.ts";
import { agentEvent, hookContext } from "./hook-schemas.ts";
import { createRecorderMemory, type RecorderMemory } from "./memory.ts";
import { transcriptUpdated } from "./message-facts.ts";
import { implicitStart } from "./session-facts.ts";
import { comesEarly, isHidden, spawnedBy } from "./sub-agents.ts";
import { malformed } from "./told.ts";

export interface RecorderOptions {
  /** Told apart from other gateways that write to the same stream. @defaultValue "openclaw" */
  readonly gateway?: string;
  /** Takes each new event. */
  readonly onEvent: (event: OpenClawEvent) => void;
  /** Told why something is not recorded. */
  readonly onIgnored?: (source: string, reason: IgnoredReason) => void;
  /** Unix milliseconds, for what carries no time of its own. @defaultValue `Date.now` */
  readonly now?: () => number;
  /** What an earlier recorder of the same process has seen. */
  readonly memory?: RecorderMemory;
}

/** Turns what the gateway tells into events: each fact once, whichever and however many sources tell it. */
export interface Recorder {
  /** One firing of a hook, as the gateway calls its handlers. */
  onHook(name: string, event: unknown, context: unknown): void;
  /** One event of the gateway's agent-event stream. */
  onAgentEvent(payload: unknown): void;
  /** A message that has been written to a transcript, as `onSessionTranscriptUpdate` tells it. */
  onTranscriptUpdate(update: unknown): void;
}

/** Creates a recorder; it does no I/O and keeps no reference to what it is told. */
export function createRecorder({
  gateway = defaultGateway,
  onEvent,
  onIgnored = () => undefined,
  now = Date.now,
  memory = createRecorderMemory(),
}: RecorderOptions): Recorder {
  const record = (told: Fact, source: string): void => {
    const child = spawnedBy(told, memory);
    if (isHidden(told.session, memory)) onIgnored(source, "of an incognito session");
    else if (comesEarly(told, memory))
      memory.early.set(told.session, [...(memory.early.get(told.session) ?? []), told]);
    else {
      release(told.session, source);
      recordNow(told, source);
    }
    if (child !== undefined) release(child, source);
  };

  /** Records what has waited for the spawn of its session to be told. */
  const release = (session: string, source: string): void => {
    const waiting = memory.early.get(session);
    memory.early.delete(session);
    if (memory.session(session).spawned !== true) memory.updateSession(session, { spawned: true });
    for (const fact of waiting ?? []) record(fact, source);
  };

  const recordNow = (told: Fact, source: string): void => {
    const fact = completed(told, memory);
    const id = factId(fact, gateway);
    if (memory.told.has(id)) return onIgnored(source, "told before");
    if (startsSession(fact) && memory.session(fact.session).open !== true) {
      memory.updateSession(fact.session, { open: true, implicit: true });
      record(implicitStart(fact), source);
    }
    memory.told.set(id, true);
    onEvent(parseEvent(factEvent(fact, gateway)));
  };

  const take = (source: string, told: Told): void => {
    if ("ignored" in told) return onIgnored(source, told.ignored);
    for (const fact of told) record(fact, source);
  };

  return {
    onHook(name, event, context) {
      const parsed = hookContext.safeParse(context ?? {});
      const at = now();
      take(
        name,
        parsed.success ? hookFacts(name, { event, context: parsed.data, at, memory }) : malformed,
      );
    },
    onAgentEvent(payload) {
      const parsed = agentEvent.safeParse(payload);
      const source = parsed.success
        ? [parsed.data.stream, parsed.data.data.phase].filter(Boolean).join("/")
        : "agent event";
      take(source, parsed.success ? agentEventFacts(parsed.data, memory) : malformed);
    },
    onTranscriptUpdate: (update) => take("transcript update", transcriptUpdated(update, memory)),
  };
}

function startsSession({ type }: Fact): boolean {
  return type === "conversation.message.in" || type === "run.start";
}

/** What a source leaves out of a fact, other sources have told of its run or its session. */
function completed(fact: Fact, memory: RecorderMemory): Fact {
  const { agent, seq, model, ...run } = memory.run(fact.runId ?? "");
  const came = channelOf(fact, memory);
  const channel = fact.channel ?? run.channel ?? came;
  if (fact.runId !== undefined && run.channel !== channel)
    memory.updateRun(fact.runId, { channel });
  return {
    ...fact,
    agent: fact.agent ?? agent,
    seq: fact.seq ?? seq,
    model: fact.model ?? model,
    channel,
  };
}

/** A message that has come is the one that the next run of its session answers, and that run alone. */
function channelOf(fact: Fact, memory: RecorderMemory): string | undefined {
  if (!startsSession(fact)) return undefined;
  const { channel } = memory.session(fact.session);
  if (channel !== undefined) memory.updateSession(fact.session, { channel: undefined });
  return channel;
}
