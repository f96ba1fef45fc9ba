import { isCoreEvent } from "../core-events.ts";
import { EventStoreError } from "../errors.ts";
import type { OpenClawEvent } from "../event.ts";
import { readNatsEventstore } from "./nats-eventstore.ts";
import { readPr7358 } from "./pr-7358.ts";

/** Turns the records of an older event store, in the order it kept them, into events. */
export interface LegacyReader {
  /**
   * The events that are certain now; the same records always give the same ids.
   *
   * @throws {@link EventStoreError} `INVALID_EVENT` where the value is no record of a known store
   */
  readonly read: (value: unknown) => readonly OpenClawEvent[];
  /** The events that only wait for what will not come any more. */
  readonly end: () => readonly OpenClawEvent[];
}

/**
 * A reader of the events of OpenClaw PR #7358 and of both envelopes of `@vainplex/nats-eventstore`. Where
 * they keep one fact several times, it is one event: a reply that grew is its final text, a message about
 * to be sent and sent is one message, a failed run does not also end well. What the record held beyond
 * our envelope is under `meta.legacy`.
 */
export function createLegacyReader(): LegacyReader {
  const growing = new Map<string, OpenClawEvent>();
  const sending = new Map<string, string>();

  /** Holds a reply back while it grows; gives it before what its run does next. */
  function withReply(event: OpenClawEvent): readonly OpenClawEvent[] {
    const { runId, stream } = event.payload;
    const reply = growing.get(runId);
    if (stream === "assistant") {
      growing.set(runId, event);
      return reply === undefined || textOf(event).startsWith(textOf(reply)) ? [] : [reply];
    }
    if (reply === undefined || (stream !== "tool" && stream !== "lifecycle")) return [event];
    growing.delete(runId);
    return [reply, event];
  }

  /** Whether another record, a `run.error` or an earlier `msg.sending`, tells the same fact. */
  function isTold(event: OpenClawEvent): boolean {
    const { session, payload } = event;
    if (payload.stream === "run.end")
      return isCoreEvent(event, "run.end") && event.payload.data["success"] === false;
    if (payload.stream === "msg.sending") sending.set(session, textOf(event));
    return (
      payload.stream === "msg.out" &&
      sending.get(session) === textOf(event) &&
      sending.delete(session)
    );
  }

  return {
    read(value) {
      const event = readPr7358(value) ?? readNatsEventstore(value);
      if (event === undefined)
        throw new EventStoreError(
          "INVALID_EVENT",
          "neither a record of PR #7358 nor of @vainplex/nats-eventstore; is this the right stream?",
        );
      return isTold(event) ? [] : withReply(event);
    },
    end: () => [...growing.values()],
  };
}

function textOf(event: OpenClawEvent): string {
  return isCoreEvent(event, "conversation.message.out") ? event.payload.data.text : "";
}
