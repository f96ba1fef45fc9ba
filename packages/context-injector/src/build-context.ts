import type { AgentMemory } from "./memory.ts";
import type { Message } from "./message.ts";
import { createBlock } from "./render.ts";
import { sentencesWithin } from "./sentences.ts";
import { tokenWeight } from "./tokens.ts";
import { activeTopics } from "./topics.ts";
import { fold, words } from "./words.ts";

/** What a context block is wanted for. */
export interface ContextRequest {
  /** Session key the block is for. */
  readonly session: string;
  /** The first thing the user says in it. */
  readonly prompt?: string | undefined;
  /** The block's most tokens, as {@link weigh} estimates them. */
  readonly budgetTokens: number;
}

/** A message a context block shows. */
export interface ContextItem {
  readonly eventId: string;
  readonly session: string;
  /** Unix milliseconds. */
  readonly timestamp: number;
  readonly score: number;
}

/** A block of prompt context and what it is made of. */
export interface ContextBlock {
  /** Ready for the system prompt; empty where there is nothing to say. */
  readonly text: string;
  /** Best first. */
  readonly items: readonly ContextItem[];
  /** Messages of the agent the block rests on. */
  readonly messageCount: number;
}

/** One message takes at most this share of a block. */
const largestShare = 0.25;

/** The context block of one agent's memory; the same for the same memory and request. */
export function buildContext(memory: AgentMemory, request: ContextRequest): ContextBlock {
  const { messages } = memory;
  const basis = basisOf(messages);
  if (!basis) return { text: "", items: [], messageCount: 0 };
  const block = createBlock(basis, activeTopics(messages, 6), request.budgetTokens);
  const items: ContextItem[] = [];
  const seen = new Set<string>();
  for (let position = messages.length - 1; position >= 0; position--) {
    const message = messages[position];
    if (!message || isRepeat(message, messages[position - 1], seen)) continue;
    const most = largestShare * request.budgetTokens * tokenWeight;
    const text = sentencesWithin(message.text, most);
    if (!block.add({ message, position, text })) break;
    const { id, session, timestamp } = message;
    items.push({ eventId: id, session, timestamp, score: position / messages.length });
  }
  return { text: block.render(), items, messageCount: messages.length };
}

function basisOf(messages: readonly Message[]): Parameters<typeof createBlock>[0] | undefined {
  const [first, ...rest] = messages;
  if (!first) return undefined;
  let [since, until] = [first.timestamp, first.timestamp];
  for (const { timestamp } of rest) {
    since = Math.min(since, timestamp);
    until = Math.max(until, timestamp);
  }
  return { count: messages.length, since, until };
}

/** Words a text needs to stand for itself; a shorter one ("yes") means what it answers. */
const ownMeaning = 4;

/** Whether the same has been seen; a short text only counts together with what it answers. */
function isRepeat(message: Message, before: Message | undefined, seen: Set<string>): boolean {
  const said = words(fold(message.text));
  const context = said.length < ownMeaning && before ? words(fold(before.text)) : [];
  const key = JSON.stringify([said, context]);
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}
