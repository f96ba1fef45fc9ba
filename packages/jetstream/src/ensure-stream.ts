import { DiscardPolicy, RetentionPolicy, StorageType } from "@nats-io/jetstream";
import { nanos } from "@nats-io/nats-core";
import { isEventStoreError } from "@openclaw/event-schema";
import type { Wire } from "./link.ts";
import { readStreamState, type StreamState } from "./read-stream-state.ts";
import { translateError } from "./translate-error.ts";

/** How the event store wants a stream to be. */
export interface StreamSpec {
  readonly name: string;
  readonly subjects: readonly string[];
  /** 0 keeps events for ever. */
  readonly maxAgeMs: number;
  readonly maxBytes?: number | undefined;
}

/**
 * Creates the stream where it is missing; an existing one is left as it is.
 *
 * @throws EventStoreError `STREAM_CONFLICT` where another stream holds a subject
 */
export async function ensureStream(wire: Wire, spec: StreamSpec): Promise<StreamState> {
  try {
    return await readStreamState(wire, spec.name);
  } catch (error) {
    if (!isEventStoreError(error, "STREAM_NOT_FOUND")) throw error;
  }
  try {
    await wire.manager.streams.add({
      name: spec.name,
      subjects: [...spec.subjects],
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      discard: DiscardPolicy.Old,
      max_age: nanos(spec.maxAgeMs),
      max_bytes: spec.maxBytes ?? -1,
      allow_direct: true,
    });
  } catch (error) {
    throw translateError(`creating stream ${spec.name}`, error);
  }
  return readStreamState(wire, spec.name);
}
