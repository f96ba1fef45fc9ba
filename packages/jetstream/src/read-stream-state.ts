import {
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  StoreCompression,
  type StreamInfo,
} from "@nats-io/jetstream";
import type { Wire } from "./link.ts";
import { firstInOrder, isAtLeast } from "./server/versions.ts";
import { translateError } from "./translate-error.ts";

/** How a stream is, as its server tells. */
export interface StreamState {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly messages: number;
  readonly bytes: number;
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** 0 keeps events for ever. */
  readonly maxAgeMs: number;
  readonly maxBytes: number | undefined;
  /** Of one message, where the stream has a limit of its own. */
  readonly maxMessageBytes: number | undefined;
  readonly replicas: number;
  /** Tags of the servers that may hold it. */
  readonly placement: readonly string[];
  /**
   * Whether messages that are sent without waiting for acks are stored in that order even where some of
   * them fail. In a cluster one can get lost on the way to the stream's leader while later ones arrive; a
   * stream that refuses when full may take a small message after a refused large one; and servers before
   * 2.14 go on storing after a failed write.
   */
  readonly storesInOrder: boolean;
  /** Whether a full stream refuses new messages instead of dropping the oldest. */
  readonly refusesWhenFull: boolean;
  /** Whether its server is part of a cluster. */
  readonly clustered: boolean;
  /** The member of the cluster that leads the stream. */
  readonly leader: string | undefined;
  /** How many of the other members that hold it are not up to date. */
  readonly lagging: number;
  readonly compressed: boolean;
  readonly sealed: boolean;
  /** How long the server remembers ids. */
  readonly duplicateWindowMs: number;
  /** Whether it is kept on disk, and messages stay until a limit is reached, as the event store needs. */
  readonly durable: boolean;
  /** Unix milliseconds at which its first and its last message were stored. */
  readonly firstStoredAt: number | undefined;
  readonly lastStoredAt: number | undefined;
  /** Unix milliseconds of the server's clock. */
  readonly serverTime: number | undefined;
}

/** @throws EventStoreError `STREAM_NOT_FOUND`, `PERMISSION_DENIED` or `TIMEOUT` */
export async function readStreamState(wire: Wire, stream: string): Promise<StreamState> {
  try {
    const { config, state, cluster, ts } = await wire.manager.streams.info(stream);
    return {
      name: config.name,
      subjects: config.subjects,
      messages: state.messages,
      bytes: state.bytes,
      firstSequence: state.first_seq,
      lastSequence: state.last_seq,
      maxAgeMs: config.max_age / 1e6,
      maxBytes: config.max_bytes > 0 ? config.max_bytes : undefined,
      maxMessageBytes: config.max_msg_size > 0 ? config.max_msg_size : undefined,
      replicas: config.num_replicas,
      placement: config.placement?.tags ?? [],
      storesInOrder: sendsAhead(config, cluster, wire.version),
      refusesWhenFull: config.discard === DiscardPolicy.New,
      ...clusterOf(cluster),
      compressed: config.compression === StoreCompression.S2,
      sealed: config.deny_delete && config.deny_purge,
      duplicateWindowMs: config.duplicate_window / 1e6,
      durable: config.storage === StorageType.File && config.retention === RetentionPolicy.Limits,
      firstStoredAt: timeOf(state.first_ts),
      lastStoredAt: timeOf(state.last_ts),
      serverTime: timeOf(ts),
    };
  } catch (error) {
    throw translateError(`asking for stream ${stream}`, error);
  }
}

function sendsAhead(
  { discard }: StreamInfo["config"],
  cluster: StreamInfo["cluster"],
  serverVersion: string,
): boolean {
  const alone = cluster?.name === undefined;
  return discard === DiscardPolicy.Old && alone && isAtLeast(serverVersion, firstInOrder);
}

function clusterOf(
  cluster: StreamInfo["cluster"],
): Pick<StreamState, "clustered" | "leader" | "lagging"> {
  return {
    clustered: cluster?.name !== undefined,
    leader: cluster?.leader,
    lagging: (cluster?.replicas ?? []).filter(({ current }) => !current).length,
  };
}

/** Unix milliseconds; the server writes the year 1 where there is no time to tell. */
function timeOf(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? "");
  return time > 0 ? time : undefined;
}
