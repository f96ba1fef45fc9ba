import type { OpenClawEvent } from "@openclaw/event-schema";
import { fieldOf, stringField } from "../data-fields.ts";
import type { StoredEvent } from "../event-reader.ts";
import { isSeenByModel } from "../replay/is-seen-by-model.ts";
import { isMessage } from "../shapes/is-message.ts";
import { qualitySignal, type QualitySignal } from "./quality-signal.ts";

/** A line of a chat data set: a conversation that ends with a reply, and how the user took it. */
export interface TrainingPair {
  readonly messages: readonly { readonly role: "user" | "assistant"; readonly content: string }[];
  /** What the user's next message says of the reply; absent where there was none. */
  readonly signal: QualitySignal | undefined;
  /** Id of the event of the reply. */
  readonly eventId: string;
  readonly session: string;
}

export interface TrainingOptions {
  /** Most messages of a conversation, the reply included. @defaultValue 20 */
  readonly maxMessages?: number;
}

type Message = TrainingPair["messages"][number];

interface OpenSession {
  readonly messages: Message[];
  /** The reply that waits for what the user says next. */
  pair: Omit<TrainingPair, "signal"> | undefined;
}

/** Sessions kept in mind; the one that was silent longest goes first. */
const maxSessions = 1000;

/** Events as chat JSONL for fine-tuning: each reply with what led to it and a signal of its quality. */
export async function* exportTrainingPairs(
  events: AsyncIterable<StoredEvent>,
  { maxMessages = 20 }: TrainingOptions = {},
): AsyncGenerator<string> {
  const sessions = new Map<string, OpenSession>();
  for await (const { event } of events) {
    const key = JSON.stringify([event.agent, event.session]);
    if (event.type === "lifecycle.reset") yield* close(sessions, key);
    const text = textOf(event);
    if (text === undefined) continue;
    const session = sessions.get(key) ?? { messages: [], pair: undefined };
    sessions.delete(key);
    sessions.set(key, session);
    yield* told(session, text, event);
    say(session, { event, text, maxMessages });
    const [oldest = key] = sessions.keys();
    if (sessions.size > maxSessions) yield* close(sessions, oldest);
  }
  for (const key of sessions.keys()) yield* close(sessions, key);
}

function textOf(event: OpenClawEvent): string | undefined {
  if (!isMessage(event) || !isSeenByModel(event)) return undefined;
  return stringField(event, "text")?.trim() || undefined;
}

/** A further message ends the wait: the user's tells something of the reply, any other one nothing. */
function* told(session: OpenSession, text: string, event: OpenClawEvent): Generator<string> {
  const { pair } = session;
  if (pair === undefined) return;
  const asked = pair.messages.findLast(({ role }) => role === "user")?.content ?? "";
  const signal = isOfUser(event) ? qualitySignal(text, asked) : undefined;
  session.pair = undefined;
  yield lineOf({ ...pair, signal });
}

function say(
  session: OpenSession,
  {
    event,
    text,
    maxMessages,
  }: { readonly event: OpenClawEvent; readonly text: string; readonly maxMessages: number },
): void {
  const role = event.type === "conversation.message.in" ? "user" : "assistant";
  session.messages.push({ role, content: text });
  session.messages.splice(0, session.messages.length - maxMessages);
  if (role === "assistant" && session.messages.some((message) => message.role === "user"))
    session.pair = {
      messages: [...session.messages],
      eventId: event.id,
      session: event.session,
    };
}

/** What other sessions and the gateway itself say in the user's place has a provenance. */
function isOfUser({ type, payload }: OpenClawEvent): boolean {
  return type === "conversation.message.in" && fieldOf(payload.data, "provenance") === undefined;
}

function* close(sessions: Map<string, OpenSession>, key: string): Generator<string> {
  const pair = sessions.get(key)?.pair;
  sessions.delete(key);
  if (pair !== undefined) yield lineOf({ ...pair, signal: undefined });
}

function lineOf(pair: TrainingPair): string {
  return `${JSON.stringify(pair)}\n`;
}
