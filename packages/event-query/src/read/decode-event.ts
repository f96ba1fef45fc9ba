import { isEventStoreError, parseEvent, type Logger } from "@openclaw/event-schema";
import type { StoredMessage } from "@openclaw/jetstream";
import type { EventFilter, StoredEvent } from "../event-reader.ts";
import { matchEvent } from "./match-event.ts";

/** Turns a stored message into an event; what is none is reported and left out. */
export type DecodeEvent = (message: StoredMessage) => StoredEvent | undefined;

export function createDecoder(logger: Logger): DecodeEvent {
  const utf8 = new TextDecoder();
  return ({ stream, sequence, storedAt, data, subject }) => {
    try {
      return { event: parseEvent(JSON.parse(utf8.decode(data))), stream, sequence, storedAt };
    } catch (error) {
      if (!(error instanceof SyntaxError) && !isEventStoreError(error, "INVALID_EVENT"))
        throw error;
      logger.warn(`message ${sequence} of stream ${stream} is no event and was left out`, {
        subject,
        // Node's own message quotes what was said.
        error: error instanceof SyntaxError ? "it is no JSON" : error,
      });
      return undefined;
    }
  };
}

/** Turns a stored message into an event where it is one that passes the filter. */
export function pickEvents(filter: EventFilter, decode: DecodeEvent): DecodeEvent {
  const matches = matchEvent(filter);
  return (message) => {
    const stored = decode(message);
    return stored !== undefined && matches(stored.event) ? stored : undefined;
  };
}
