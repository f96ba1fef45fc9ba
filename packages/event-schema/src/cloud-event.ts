import { z } from "zod";
import { EventStoreError } from "./errors.ts";
import { parseEvent } from "./event.ts";
import type { OpenClawEvent, Visibility } from "./event.ts";

/** An event as CloudEvents 1.0 has it, in the JSON format; `agent` and `visibility` are extensions. */
export interface CloudEvent {
  readonly specversion: "1.0";
  readonly id: string;
  /** `urn:openclaw:agent:<agent>`, percent-encoded. */
  readonly source: string;
  readonly type: string;
  /** The session key. */
  readonly subject: string;
  /** RFC 3339, in UTC. */
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly agent: string;
  readonly visibility: Visibility;
  /** Payload and meta of the event, with whatever else it holds. */
  readonly data: Omit<OpenClawEvent, keyof Attributes>;
}

type Attributes = Pick<
  OpenClawEvent,
  "id" | "timestamp" | "agent" | "session" | "type" | "visibility"
>;

const cloudEvent = z.lazy(() =>
  z.object({
    specversion: z.literal("1.0"),
    id: z.string(),
    type: z.string(),
    subject: z.string(),
    time: z.string(),
    agent: z.string(),
    visibility: z.string(),
    data: z.looseObject({}),
  }),
);

/** The CloudEvent of an event; {@link fromCloudEvent} gives the same event back. */
export function toCloudEvent(event: OpenClawEvent): CloudEvent {
  const { id, timestamp, agent, session, type, visibility, ...data } = event;
  return {
    specversion: "1.0",
    id,
    source: `urn:openclaw:agent:${encodeURIComponent(agent.toWellFormed())}`,
    type,
    subject: session,
    time: new Date(timestamp).toISOString(),
    datacontenttype: "application/json",
    agent,
    visibility,
    data,
  };
}

/**
 * The event that a CloudEvent of {@link toCloudEvent} was made of; attributes added on its way are left out.
 *
 * @throws {@link EventStoreError} `INVALID_EVENT`, naming each attribute that is wrong
 */
export function fromCloudEvent(value: unknown): OpenClawEvent {
  const result = cloudEvent.safeParse(value);
  if (!result.success)
    throw new EventStoreError(
      "INVALID_EVENT",
      `not a CloudEvent of an OpenClaw event: ${z.prettifyError(result.error)}`,
      { cause: result.error },
    );
  const { id, type, subject, time, agent, visibility, data } = result.data;
  return parseEvent({
    ...data,
    id,
    timestamp: Date.parse(time),
    agent,
    session: subject,
    type,
    visibility,
  });
}
