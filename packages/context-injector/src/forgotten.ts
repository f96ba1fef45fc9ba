import type { Message } from "./message.ts";

/** Which messages to forget: those that match all that is given. */
export interface Forgotten {
  readonly agent?: string;
  readonly session?: string;
  readonly eventIds?: readonly string[];
  /** Unix milliseconds, exclusive. */
  readonly before?: number;
}

/** Tells which messages are to be forgotten. */
export function isForgottenBy({
  session,
  eventIds,
  before,
}: Forgotten): (message: Message) => boolean {
  const ids = eventIds && new Set(eventIds);
  return (message) =>
    (ids?.has(message.id) ?? true) &&
    message.session === (session ?? message.session) &&
    message.timestamp < (before ?? Number.POSITIVE_INFINITY);
}
