import { z } from "zod";
import { coreUpcasts } from "./core-upcasts.ts";
import { EventStoreError } from "./errors.ts";
import { idPattern, isEvent, maxUnixMs } from "./is-event.ts";
import { upcastEvent } from "./upcast.ts";

/** Who may see an event: its own agent only, or every agent. */
export type Visibility = "internal" | "public";

/**
 * The envelope every stored event wears. Its fields are given by OpenClaw's event store document and
 * never renamed, moved or dropped; `meta` may gain optional ones, and unknown fields are kept.
 */
export interface OpenClawEvent<Type extends string = string, Data = unknown> {
  /** Derived from the fact itself, so that a fact captured twice has one id. */
  readonly id: string;
  /** Unix milliseconds. */
  readonly timestamp: number;
  readonly agent: string;
  /** Session key, such as `agent:main:main`. */
  readonly session: string;
  readonly type: Type;
  readonly visibility: Visibility;
  readonly payload: {
    readonly runId: string;
    /** The agent-event stream or the kind of source the fact comes from. */
    readonly stream: string;
    readonly data: Data;
    readonly sessionKey: string;
    /** Position within the run. */
    readonly seq: number;
    /** Unix milliseconds at the source. */
    readonly ts: number;
  };
  readonly meta: EventMeta;
}

/** What an event belongs to. */
export interface EventMeta {
  readonly runId: string;
  readonly seq: number;
  readonly model?: string | undefined;
  readonly channel?: string | undefined;
  /** The import that brought the event, where it was not recorded as it happened. */
  readonly import?: string | undefined;
  /** Version of the schema of `payload.data`, 1 where absent. */
  readonly schemaVersion?: number | undefined;
}

/** Made when it is first used: what is an event is told without it. */
export const eventSchema: z.ZodType<OpenClawEvent> = z.lazy(() => {
  const name = z.string().min(1);
  const id = z.string().regex(idPattern, "1 to 256 visible ASCII characters");
  const unixMs = z.number().int().min(0).max(maxUnixMs);
  const position = z.number().int().nonnegative();

  return z.looseObject({
    id: id.describe("Derived from the fact, so that one captured twice has one id"),
    timestamp: unixMs.describe("When it happened, in Unix milliseconds"),
    agent: name.describe("Whose event it is"),
    session: name.describe("Session key, such as agent:main:main"),
    type: name.max(256).describe("What happened"),
    visibility: z.enum(["internal", "public"]).describe("Whether other agents may see it"),
    payload: z.looseObject({
      runId: z.string().describe("The run it belongs to"),
      stream: z.string().describe("The stream or source the fact comes from"),
      data: z.unknown().describe("What the type says"),
      sessionKey: z.string().describe("The session as its source names it"),
      seq: position.describe("Position within the run"),
      ts: unixMs.describe("When the source told it, in Unix milliseconds"),
    }),
    meta: z.looseObject({
      runId: z.string(),
      seq: position,
      model: z.string().optional(),
      channel: z.string().optional(),
      import: z
        .string()
        .optional()
        .describe("The import that brought it, where it was not recorded as it happened"),
      schemaVersion: z
        .number()
        .int()
        .positive()
        .optional()
        .describe("Version of the schema of payload.data, 1 where absent"),
    }),
  });
});

/**
 * The event a value is, its data in the current version where it is of a type of our own. A version
 * newer than this package knows is left as it is.
 *
 * @throws {@link EventStoreError} `INVALID_EVENT`, naming each field that is wrong
 */
export function parseEvent(value: unknown): OpenClawEvent {
  const result = isEvent(value)
    ? ({ success: true, data: value } as const)
    : eventSchema.safeParse(value);
  if (result.success) return upcastEvent(result.data, coreUpcasts.get(result.data.type));
  throw new EventStoreError("INVALID_EVENT", `not an event: ${z.prettifyError(result.error)}`, {
    cause: result.error,
  });
}
