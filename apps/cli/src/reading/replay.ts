import {
  conversation,
  parseTime,
  replayEvents,
  type ConversationMessage,
  type StoredEvent,
} from "@openclaw/event-query";
import { EventStoreError } from "@openclaw/event-schema";
import type { StoreFlags } from "../options.ts";
import { openStore } from "../store/open-store.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { bold, print, printJson, printable } from "../terminal/print.ts";
import { localTime } from "../time/local-time.ts";
import { eventLine } from "./event-table.ts";

export interface ReplayFlags extends StoreFlags {
  readonly until?: string | undefined;
  readonly speed?: number | undefined;
  readonly conversation?: true | undefined;
}

/**
 * Prints the events of a session in their order, at their pace, or the conversation they make.
 *
 * @throws EventStoreError `EVENT_NOT_FOUND` where the session has no event
 */
export async function replay(session: string, flags: ReplayFlags): Promise<void> {
  const { until, speed = Number.POSITIVE_INFINITY } = flags;
  const end = until === undefined ? {} : await parseEnd(until);
  const signal = interruptSignal();
  await using store = await openStore(flags);
  const stored = store.reader.read({ session }, { signal });
  const events = replayEvents(stored, { speed, signal, ...end });
  const count = await (flags.conversation
    ? tellConversation(events, flags)
    : tellEvents(events, flags));
  if (count === 0)
    throw new EventStoreError(
      "EVENT_NOT_FOUND",
      `session ${session} has no event until then; see the sessions with \`openclaw-events sessions\``,
    );
}

/** A whole number is a sequence, all else a time. */
async function parseEnd(until: string): Promise<{ untilSequence: number } | { untilTime: number }> {
  return /^\d+$/.test(until)
    ? { untilSequence: Number(until) }
    : { untilTime: await parseTime(until) };
}

async function tellEvents(events: AsyncIterable<StoredEvent>, flags: ReplayFlags): Promise<number> {
  let count = 0;
  for await (const stored of events) {
    count += 1;
    if (flags.json) printJson(stored);
    else print(`${String(stored.sequence).padStart(7)}  ${eventLine(stored)}`);
  }
  return count;
}

async function tellConversation(
  events: AsyncIterable<StoredEvent>,
  flags: ReplayFlags,
): Promise<number> {
  let count = 0;
  let state = conversation.initial;
  for await (const { event } of events) {
    count += 1;
    state = conversation.apply(state, event);
  }
  if (flags.json) printJson(state);
  else {
    if (state.compacted > 0) print(`(${state.compacted} earlier messages are summed up)`);
    for (const message of state.messages) printMessage(message);
  }
  return count;
}

function printMessage(message: ConversationMessage): void {
  print(bold(`${localTime(message.timestamp)} ${message.role}`));
  print(`${printable(contentOf(message))}\n`);
}

function contentOf(message: ConversationMessage): string {
  if (message.role === "tool_call") return `${message.name} ${JSON.stringify(message.args)}`;
  if (message.role !== "tool_result") return message.text;
  return `${message.name}${message.isError ? " failed" : ""} ${JSON.stringify(message.result)}`;
}
