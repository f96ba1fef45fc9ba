import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { EventDefinition } from "./define-event.ts";
import { parseEmitted } from "./emitted-event.ts";
import { EventStoreError, isEventStoreError } from "./errors.ts";
import { eventId } from "./event-id.ts";
import type { OpenClawEvent, Visibility } from "./event.ts";
import { parseSessionKey } from "./session-key.ts";
import { sharedHub } from "./sink.ts";

/** Where and when the fact happened. */
export interface EmitContext {
  /** Session key, such as `agent:main:main`. */
  readonly session: string;
  /** @defaultValue the agent that `session` names */
  readonly agent?: string | undefined;
  readonly runId?: string | undefined;
  readonly model?: string | undefined;
  readonly channel?: string | undefined;
  /** Unix milliseconds. @defaultValue now */
  readonly timestamp?: number | undefined;
  /** @defaultValue `internal` */
  readonly visibility?: Visibility | undefined;
  /**
   * What makes the fact this one, such as an order number: emitted twice, it is stored once.
   *
   * @defaultValue every call is a fact of its own
   */
  readonly idempotencyKey?: string | undefined;
  /** Throw instead of returning why an event is refused. @defaultValue false */
  readonly strict?: boolean | undefined;
}

/** What became of an event. */
export type EmitResult =
  /** The store has taken it over. */
  | { readonly status: "delivered"; readonly event: OpenClawEvent }
  /** No store is loaded yet; the event waits in memory for one. */
  | { readonly status: "kept"; readonly event: OpenClawEvent }
  /** Of an incognito session; or no store is loaded, and enough events wait already. */
  | { readonly status: "dropped" }
  /** The data or the context is wrong, or the store did not take the event. */
  | { readonly status: "refused"; readonly error: EventStoreError };

const maxKept = 1000;

/**
 * Hands an event to the event store, if one is loaded. Returns at once, and throws only where
 * `context.strict` asks for it.
 *
 * @throws {@link EventStoreError} with `context.strict`: `INVALID_EVENT`, naming each field that is wrong,
 * or what the store refuses the event with
 */
export function emit<Schema extends z.ZodType>(
  definition: EventDefinition<string, Schema>,
  data: z.input<Schema>,
  context: EmitContext,
): EmitResult {
  const hub = sharedHub();
  if (hub.sink === undefined && hub.kept.length >= maxKept) {
    hub.dropped += 1;
    return { status: "dropped" };
  }
  try {
    const key = parseSessionKey(context.session);
    if (key.incognito) return { status: "dropped" };
    const event = createEvent(definition, data, { ...context, agent: context.agent ?? key.agent });
    if (hub.sink === undefined) {
      hub.kept.push(event);
      return { status: "kept", event };
    }
    hub.sink(event);
    return { status: "delivered", event };
  } catch (cause) {
    const error = asEventStoreError(definition.type, cause);
    if (context?.strict === true) throw error;
    return { status: "refused", error };
  }
}

function createEvent(
  { type, schema, version }: EventDefinition,
  data: unknown,
  context: EmitContext,
): OpenClawEvent {
  const { session, agent, timestamp = Date.now() } = context;
  const { runId = "", model, channel, idempotencyKey } = context;
  if (agent === undefined)
    throw new EventStoreError(
      "INVALID_EVENT",
      `the session key "${session}" names no agent; give context.agent`,
    );
  return parseEmitted({
    id:
      idempotencyKey === undefined
        ? randomUUID()
        : eventId("emit", type, agent, session, idempotencyKey),
    timestamp,
    agent,
    session,
    type,
    visibility: context.visibility ?? "internal",
    payload: {
      runId,
      stream: "extension",
      data: checkedJson(schema, data),
      sessionKey: session,
      seq: 0,
      ts: timestamp,
    },
    meta: {
      runId,
      seq: 0,
      ...(model !== undefined && { model }),
      ...(channel !== undefined && { channel }),
      ...(version > 1 && { schemaVersion: version }),
    },
  });
}

/** The data as it will be read back, so that what is stored surely fits. */
function checkedJson(schema: z.ZodType, data: unknown): unknown {
  const json: unknown = JSON.parse(JSON.stringify(data) ?? "null");
  const result = schema.safeParse(json);
  if (result.success) return json;
  throw new EventStoreError("INVALID_EVENT", z.prettifyError(result.error), {
    cause: result.error,
  });
}

function asEventStoreError(type: string, cause: unknown): EventStoreError {
  const { code, message } = isEventStoreError(cause)
    ? cause
    : { code: "INTERNAL" as const, message: String(cause) };
  return new EventStoreError(code, `event of type ${type} was not emitted: ${message}`, { cause });
}
