import { choose } from "./choose.ts";
import type { Choice } from "./choose.ts";
import { gistOf } from "./gist.ts";
import type { AgentMemory, Passage } from "./memory.ts";
import type { Message } from "./message.ts";
import { startOf } from "./passages.ts";
import { queryOf } from "./query.ts";
import type { Query } from "./query.ts";
import { createBlock } from "./render.ts";
import type { Basis } from "./render.ts";
import { createRepeats } from "./repeats.ts";
import { activeTopics } from "./topics.ts";

/** What a context block is wanted for. */
export interface ContextRequest {
  /** Session key the block is for. */
  readonly session: string;
  /** The first thing the user says in it. */
  readonly prompt?: string | undefined;
  /** The block's most tokens, a token being four Latin characters or one ideograph. */
  readonly budgetTokens: number;
  /** What "yesterday" in the prompt is seen from, in Unix milliseconds; by default the newest event. */
  readonly referenceTime?: number | undefined;
  /** When the conversation at hand began, in Unix milliseconds: what it said since is left out. */
  readonly startedAt?: number | undefined;
}

/** A passage a context block shows. */
export interface ContextItem {
  readonly eventId: string;
  readonly session: string;
  /** Unix milliseconds. */
  readonly timestamp: number;
  /** Why it is shown: it is among the latest, is to hold always, answers the prompt, or is worth knowing. */
  readonly reason: Choice["reason"];
  /** Higher is better, except among the latest, where the newest comes first; comparable within a block and reason. */
  readonly score: number;
}

/** A block of prompt context and what it is made of. */
export interface ContextBlock {
  /** Ready for the system prompt; empty where there is nothing to say. */
  readonly text: string;
  /** In the order chosen. */
  readonly items: readonly ContextItem[];
  /** Messages of the agent the block rests on. */
  readonly messageCount: number;
}

/** Less room than this holds no sentence. */
const leastRoom = 60;
/** So many that did not fit, and the block is full. */
const mostMisfits = 30;

/** The context block of one agent's memory; the same for the same memory and request. */
export function buildContext(memory: AgentMemory, request: ContextRequest): ContextBlock {
  const basis = basisOf(memory);
  if (!basis) return { text: "", items: [], messageCount: 0 };
  const query = readPrompt(memory, basis, request);
  const wanted = new Set(query.words);
  const block = createBlock(basis, activeTopics(memory), request.budgetTokens);
  const isRepeat = createRepeats();
  const items: ContextItem[] = [];
  let misfits = 0;
  for (const { passage, reason, score, room } of choose(memory, query, block)) {
    if (block.left() < leastRoom || misfits === mostMisfits) break;
    const { message } = passage;
    const text = startOf(gistOf(passage.text, wanted), room);
    if (!text || isCurrent(message, request) || isRepeat(text, before(passage))) continue;
    const { id: eventId, session, timestamp } = message;
    if (block.add({ message, part: passage.part, position: passage.id, text }))
      items.push({ eventId, session, timestamp, reason, score });
    else misfits += 1;
  }
  return { text: block.render(), items, messageCount: basis.count };
}

function readPrompt(memory: AgentMemory, { until }: Basis, request: ContextRequest): Query {
  return queryOf(memory, request.prompt ?? "", request.referenceTime ?? until);
}

function basisOf({ messages }: AgentMemory): Basis | undefined {
  const [first, last] = [messages[0], messages.at(-1)];
  return first && last && { count: messages.length, since: first.timestamp, until: last.timestamp };
}

/** Whether the message is part of the conversation the block is for, which the model sees anyway. */
function isCurrent({ session, timestamp, text }: Message, request: ContextRequest): boolean {
  if (session !== request.session) return false;
  return timestamp >= (request.startedAt ?? Number.POSITIVE_INFINITY) || text === request.prompt;
}

function before({ session, place }: Passage): string {
  return session.passages[place - 1]?.text ?? "";
}
