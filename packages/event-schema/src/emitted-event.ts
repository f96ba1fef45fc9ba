import { assertExtensionType } from "./define-event.ts";
import { EventStoreError } from "./errors.ts";
import { parseEvent, type OpenClawEvent } from "./event.ts";
import { parseSessionKey } from "./session-key.ts";

/**
 * An event as an extension may emit it: of a type of its own, and of the agent that the session
 * names.
 *
 * @throws EventStoreError `INVALID_EVENT`, or `INVALID_ARGUMENT` where the type is the event store's own
 */
export function parseEmitted(value: unknown): OpenClawEvent {
  const event = parseEvent(value);
  assertExtensionType(event.type);
  const { agent = event.agent, incognito } = parseSessionKey(event.session);
  if (incognito)
    throw new EventStoreError("INVALID_EVENT", "nothing of an incognito session may be stored");
  if (agent === event.agent) return event;
  throw new EventStoreError(
    "INVALID_EVENT",
    `the session "${event.session}" is of agent ${agent}, not of ${event.agent}`,
  );
}
