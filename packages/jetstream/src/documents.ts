import { JetStreamApiError } from "@nats-io/jetstream";
import { Kvm, type KV } from "@nats-io/kv";
import { EventStoreError } from "@openclaw/event-schema";
import type { Link, Wire } from "./link.ts";
import { translateError } from "./translate-error.ts";

/** A JSON value with the revision it has in the store. */
export interface Document {
  readonly value: unknown;
  readonly revision: number;
}

/** Small JSON documents kept by the server, in a key-value bucket of their own. */
export interface DocumentStore {
  /** @throws EventStoreError `INVALID_ARGUMENT` for a key with other than letters, digits, `-` and `_` */
  get(key: string): Promise<Document | undefined>;
  /**
   * Stores a document where its revision is still the given one, 0 for one that is new.
   *
   * @returns its new revision, `undefined` where somebody else has changed it
   * @throws EventStoreError as {@link get}
   */
  put(key: string, value: unknown, revision: number): Promise<number | undefined>;
  /** The keys of all documents; none where there is no bucket yet. */
  keys(): Promise<readonly string[]>;
  /** Removes all documents: also the bytes that replaced ones have left on the server's disk. */
  purge(): Promise<void>;
}

/** The bucket of all documents. */
export const documentBucket = "event-store";
const bucketStream = `KV_${documentBucket}`;

/** `JSStreamWrongLastSequenceErrF`: how JetStream refuses what builds on an old revision. */
const wrongRevision = 10071;

export interface DocumentOptions {
  /** Members of a cluster that hold the bucket, where it is created here. @defaultValue 1 */
  readonly replicas?: number;
}

/** Opens the bucket, which is created with the first document. */
export function openDocuments(link: Link, { replicas = 1 }: DocumentOptions = {}): DocumentStore {
  let bound: { readonly wire: Wire; readonly kv: Promise<KV> } | undefined;
  const kv = async (): Promise<KV> => {
    const wire = await link.wire();
    if (bound?.wire !== wire)
      bound = { wire, kv: new Kvm(wire.nats).create(documentBucket, { history: 1, replicas }) };
    return bound.kv;
  };
  const attempt = async <T>(tried: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      bound = undefined;
      throw translateError(`${tried} in bucket ${documentBucket}`, error);
    }
  };
  return {
    get: async (key) =>
      attempt(`reading ${key}`, async () => {
        checkKey(key);
        const entry = await (await kv()).get(key);
        return entry === null ? undefined : { value: entry.json(), revision: entry.revision };
      }),
    put: async (key, value, revision) =>
      attempt(`storing ${key}`, async () => {
        checkKey(key);
        try {
          return await (await kv()).put(key, JSON.stringify(value), { previousSeq: revision });
        } catch (error) {
          if (isWrongRevision(error)) return undefined;
          throw error;
        }
      }),
    keys: async () =>
      attempt("listing the documents", async () => {
        const keys: string[] = [];
        if (await exists(await link.wire()))
          for await (const key of await (await kv()).keys()) keys.push(key);
        return keys;
      }),
    purge: async () =>
      attempt("removing all documents", async () => {
        const { manager } = await link.wire();
        await manager.streams.purge(bucketStream);
      }),
  };
}

async function exists({ manager }: Wire): Promise<boolean> {
  try {
    await manager.streams.info(bucketStream);
    return true;
  } catch (error) {
    if (translateError("", error).code === "STREAM_NOT_FOUND") return false;
    throw error;
  }
}

function isWrongRevision(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.apiError().err_code === wrongRevision;
}

function checkKey(key: string): void {
  if (/^[\w-]{1,100}$/.test(key)) return;
  throw new EventStoreError(
    "INVALID_ARGUMENT",
    `"${key}" cannot name a document: use up to 100 letters, digits, - and _`,
  );
}
