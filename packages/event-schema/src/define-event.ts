import type { z } from "zod";
import { coreEventData } from "./core-events.ts";
import { EventStoreError } from "./errors.ts";
import type { OpenClawEvent } from "./event.ts";
import { currentVersion, upcastEvent } from "./upcast.ts";
import type { Upcast } from "./upcast.ts";

/** First segments of types that belong to the event store. */
const reserved = new Set([...Object.keys(coreEventData).map(namespaceOf), "openclaw", "unknown"]);
const grammar = /^[a-z0-9][a-z0-9_-]*(\.[A-Za-z0-9_-]+)+$/;
const maxTypeLength = 128;

/** An event type of an extension, as {@link defineEvent} returns it. */
export interface EventDefinition<
  Type extends string = string,
  Schema extends z.ZodType = z.ZodType,
> {
  readonly type: Type;
  readonly schema: Schema;
  /** Version of the schema: one more than there are upcasts. */
  readonly version: number;
  readonly upcasts: readonly Upcast[];
}

/** What an extension declares about an event type of its own. */
export interface DefineEventOptions<Type extends string, Schema extends z.ZodType> {
  /** `<namespace>.<name>`, such as `acme.order.created`: a fact, in the past tense. */
  readonly type: Type;
  /** The shape of the data as JSON has it; it is checked when an event is emitted and when one is read. */
  readonly schema: Schema;
  /** The first turns data of version 1 into version 2, and so on. */
  readonly upcasts?: readonly Upcast[];
}

/**
 * Declares an event type of an extension.
 *
 * @throws {@link EventStoreError} `INVALID_ARGUMENT` where the type is malformed or the event store's own
 */
export function defineEvent<const Type extends string, Schema extends z.ZodType>({
  type,
  schema,
  upcasts = [],
}: DefineEventOptions<Type, Schema>): EventDefinition<Type, Schema> {
  assertExtensionType(type);
  return { type, schema, version: currentVersion(upcasts), upcasts };
}

/** @throws {@link EventStoreError} `INVALID_ARGUMENT` where a type is malformed or the event store's own */
export function assertExtensionType(type: string): void {
  const namespace = namespaceOf(type);
  if (!grammar.test(type) || type.length > maxTypeLength)
    throw new EventStoreError(
      "INVALID_ARGUMENT",
      `"${type}" is no event type for an extension: write <namespace>.<name> in at most ${maxTypeLength} letters, digits, "-" and "_", the namespace in lower case`,
    );
  if (reserved.has(namespace))
    throw new EventStoreError(
      "INVALID_ARGUMENT",
      `"${type}" is no event type for an extension: the namespace "${namespace}" belongs to the event store; use your extension's name`,
    );
}

/**
 * The event in the current version of its definition; `undefined` where it is of another type, of a newer
 * version than this definition, or its data does not fit.
 *
 * @throws {@link EventStoreError} `INVALID_EVENT` where an upcast fails on the data
 */
export function readEvent<Type extends string, Schema extends z.ZodType>(
  definition: EventDefinition<Type, Schema>,
  event: OpenClawEvent,
): OpenClawEvent<Type, z.output<Schema>> | undefined {
  if (event.type !== definition.type) return undefined;
  const { payload, meta, ...envelope } = upcastEvent(event, definition.upcasts);
  if ((meta.schemaVersion ?? 1) > definition.version) return undefined;
  const result = definition.schema.safeParse(payload.data);
  if (!result.success) return undefined;
  return { ...envelope, type: definition.type, payload: { ...payload, data: result.data }, meta };
}

function namespaceOf(type: string): string {
  return type.split(".", 1)[0] ?? "";
}
