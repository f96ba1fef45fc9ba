import {
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  StoreCompression,
  type StreamConfig,
} from "@nats-io/jetstream";
import { nanos } from "@nats-io/nats-core";
import { EventStoreError, isEventStoreError } from "@openclaw/event-schema";
import type { Wire } from "./link.ts";
import { readStreamState, type StreamState } from "./read-stream-state.ts";
import { translateError } from "./translate-error.ts";

/** How the event store wants a stream to be. */
export interface StreamSpec {
  readonly name: string;
  readonly subjects: readonly string[];
  /** 0 keeps events for ever. */
  readonly maxAgeMs: number;
  /** @defaultValue no limit */
  readonly maxBytes?: number | undefined;
  /** @defaultValue as it is, 1 for a new one */
  readonly replicas?: number | undefined;
  /** Tags of the servers that may hold it. @defaultValue as it is */
  readonly placement?: readonly string[] | undefined;
  /** @defaultValue as it is, `false` for a new one */
  readonly compress?: boolean | undefined;
  /** Nobody may delete or purge messages, not even to forget; cannot be undone. @defaultValue as it is */
  readonly sealed?: boolean | undefined;
}

/**
 * Creates the stream where it is missing. One that exists is left as it is: how it differs is told by
 * {@link streamDrift} and mended by {@link updateStream}.
 *
 * @throws EventStoreError `STREAM_CONFLICT`, naming the stream that holds the subjects
 */
export async function ensureStream(wire: Wire, spec: StreamSpec): Promise<StreamState> {
  try {
    return await readStreamState(wire, spec.name);
  } catch (error) {
    if (!isEventStoreError(error, "STREAM_NOT_FOUND")) throw error;
  }
  try {
    await wire.manager.streams.add({ ...fixedConfig, ...configOf(spec) });
  } catch (error) {
    throw await explain(wire, spec, translateError(`creating stream ${spec.name}`, error));
  }
  return readStreamState(wire, spec.name);
}

const fixedConfig = {
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  discard: DiscardPolicy.Old,
  allow_direct: true,
};

/** The settings of a stream that its spec decides. */
export function configOf(spec: StreamSpec): Pick<StreamConfig, "name"> & Partial<StreamConfig> {
  const { replicas, compress, sealed = false, placement } = spec;
  return {
    name: spec.name,
    subjects: [...spec.subjects],
    max_age: nanos(spec.maxAgeMs),
    max_bytes: spec.maxBytes ?? -1,
    ...(replicas !== undefined && { num_replicas: replicas }),
    ...(compress !== undefined && {
      compression: compress ? StoreCompression.S2 : StoreCompression.None,
    }),
    ...(sealed && { deny_delete: true, deny_purge: true }),
    ...(placement && { placement: { cluster: "", tags: [...placement] } }),
  };
}

async function explain(
  wire: Wire,
  { name, subjects }: StreamSpec,
  error: EventStoreError,
): Promise<EventStoreError> {
  if (error.code !== "STREAM_CONFLICT") return error;
  const holders = await findHolders(wire, subjects);
  return new EventStoreError(
    "STREAM_CONFLICT",
    `stream ${name} cannot have the subjects ${subjects.join(", ")}: ` +
      `${holders} has some of them; choose another subjectPrefix`,
    { cause: error },
  );
}

async function findHolders(wire: Wire, subjects: readonly string[]): Promise<string> {
  const holders = new Set<string>();
  try {
    for (const subject of subjects)
      for await (const holder of wire.manager.streams.names(subject)) holders.add(holder);
  } catch {
    // Not every user may list streams.
    return "another stream";
  }
  return `stream ${[...holders].join(", ")}`;
}
