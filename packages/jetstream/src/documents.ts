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
}

/** `JSStreamWrongLastSequenceErrF`: how JetStream refuses what builds on an old revision. */
const wrongRevision = 10071;

/** Opens a bucket, which is created with the first use. */
export function openDocuments(link: Link, bucket: string): DocumentStore {
  let bound: { readonly wire: Wire; readonly kv: Promise<KV> } | undefined;
  const kv = async (): Promise<KV> => {
    const wire = await link.wire();
    if (bound?.wire !== wire)
      bound = { wire, kv: new Kvm(wire.nats).create(bucket, { history: 1 }) };
    return bound.kv;
  };
  const attempt = async <T>(tried: string, key: string, run: () => Promise<T>): Promise<T> => {
    checkKey(key);
    try {
      return await run();
    } catch (error) {
      bound = undefined;
      throw translateError(`${tried} ${key} in bucket ${bucket}`, error);
    }
  };
  return {
    get: async (key) =>
      attempt("reading", key, async () => {
        const entry = await (await kv()).get(key);
        return entry === null ? undefined : { value: entry.json(), revision: entry.revision };
      }),
    put: async (key, value, revision) =>
      attempt("storing", key, async () => {
        try {
          return await (await kv()).put(key, JSON.stringify(value), { previousSeq: revision });
        } catch (error) {
          if (isWrongRevision(error)) return undefined;
          throw error;
        }
      }),
  };
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
