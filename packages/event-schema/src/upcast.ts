import { EventStoreError } from "./errors.ts";
import type { OpenClawEvent } from "./event.ts";

/**
 * Turns the data of one version of an event type into that of the next. A pure function that stays as
 * it was released: stored events of that version will be read through it for ever.
 */
export type Upcast = (data: unknown) => unknown;

/** The version that the last of these upcasts leads to; the first one starts at version 1. */
export function currentVersion(upcasts: readonly Upcast[] = []): number {
  return upcasts.length + 1;
}

/**
 * The event with its data in the current version of its type. One of the current version, or of a newer
 * one than this code knows, is returned as it is.
 *
 * @throws {@link EventStoreError} `INVALID_EVENT` where an upcast fails on the data
 */
export function upcastEvent(
  event: OpenClawEvent,
  upcasts: readonly Upcast[] | undefined,
): OpenClawEvent {
  const version = event.meta.schemaVersion ?? 1;
  const schemaVersion = currentVersion(upcasts);
  if (upcasts === undefined || version >= schemaVersion) return event;
  try {
    const data = upcasts
      .slice(version - 1)
      .reduce((older, upcast) => upcast(older), event.payload.data);
    return {
      ...event,
      payload: { ...event.payload, data },
      meta: { ...event.meta, schemaVersion },
    };
  } catch (cause) {
    throw new EventStoreError(
      "INVALID_EVENT",
      `event ${event.id} of type ${event.type} cannot be brought from version ${version} to ${schemaVersion}`,
      { cause },
    );
  }
}
