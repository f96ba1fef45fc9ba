import { createHash } from "node:crypto";
import { StorageType } from "@nats-io/jetstream";
import { nanos } from "@nats-io/nats-core";
import { Objm } from "@nats-io/obj";
import { z } from "zod";
import { blobBucket } from "./blob-bucket.ts";
import type { StreamSpec } from "./ensure-stream.ts";
import type { Wire } from "./link.ts";
import type { StoredMessage } from "./stored-message.ts";
import { translateError } from "./translate-error.ts";

/*
 * Claim check (Hohpe and Woolf, Enterprise Integration Patterns): what is larger than the server takes
 * in one message is kept in the object store, and the stream holds the event without its data and with
 * a first field `blob` that tells where the whole is.
 */

const pointerSchema = z.object({
  bucket: z.string(),
  name: z.string(),
  bytes: z.number().int(),
  /** Of the whole message, in hex. */
  sha256: z.string(),
});

type BlobPointer = z.infer<typeof pointerSchema>;

const stubSchema = z.looseObject({ blob: pointerSchema });
const eventSchema = z.looseObject({ payload: z.looseObject({}) });
const stubStart = '{"blob":';

/** Keeps a message's data in the object store and returns what the stream is to hold in its stead. */
export async function checkIn(
  wire: Wire,
  { name: stream, maxAgeMs, replicas = 1 }: StreamSpec,
  { id, data }: { readonly id: string; readonly data: Uint8Array },
): Promise<Uint8Array> {
  const bucket = blobBucket(stream);
  try {
    const store = await new Objm(wire.nats).create(bucket, {
      ttl: nanos(maxAgeMs),
      storage: StorageType.File,
      replicas,
    });
    await store.putBlob({ name: id }, data);
  } catch (error) {
    throw translateError(`keeping a large event in object store ${bucket}`, error);
  }
  const sha256 = createHash("sha256").update(data).digest("hex");
  const { payload, ...event } = eventSchema.parse(JSON.parse(Buffer.from(data).toString()));
  const blob = { bucket, name: id, bytes: data.length, sha256 };
  return Buffer.from(JSON.stringify({ blob, ...event, payload: { ...payload, data: null } }));
}

/** Data of large messages that is in memory at a time; one alone may have more. */
const maxBytesAtOnce = 8 * 1024 * 1024;

/**
 * A batch of messages, each with the data it was sent with, in parts that fit in memory. One whose blob
 * is gone stays without.
 */
export async function* checkOut(
  wire: Wire,
  messages: readonly StoredMessage[],
): AsyncGenerator<readonly StoredMessage[]> {
  for (const part of parts(messages))
    yield part.some(isStub)
      ? await Promise.all(part.map(async (message) => withBlob(wire, message)))
      : part;
}

function* parts(messages: readonly StoredMessage[]): Generator<readonly StoredMessage[]> {
  let start = 0;
  let bytes = 0;
  for (const [at, message] of messages.entries()) {
    if (!isStub(message)) continue;
    const size = pointerOf(message).bytes;
    if (bytes > 0 && bytes + size > maxBytesAtOnce) {
      yield messages.slice(start, at);
      start = at;
      bytes = 0;
    }
    bytes += size;
  }
  yield start === 0 ? messages : messages.slice(start);
}

function pointerOf({ data }: StoredMessage): BlobPointer {
  return stubSchema.parse(JSON.parse(Buffer.from(data).toString())).blob;
}

async function withBlob(wire: Wire, message: StoredMessage): Promise<StoredMessage> {
  if (!isStub(message)) return message;
  const data = await getBlob(wire, pointerOf(message));
  return data === null ? message : { ...message, data };
}

/** Where the object store keeps the parts of a blob: its stream, and their subject. */
export async function findChunks(
  wire: Wire,
  stream: string,
  id: string,
): Promise<{ readonly stream: string; readonly subject: string } | undefined> {
  const bucket = blobBucket(stream);
  try {
    const store = await new Objm(wire.nats).open(bucket, false);
    const info = await store.info(id);
    if (info === null || info.deleted) return undefined;
    return { stream: `OBJ_${bucket}`, subject: `$O.${bucket}.C.${info.nuid}` };
  } catch (error) {
    throw translateError(`reading from object store ${bucket}`, error);
  }
}

/** Removes the blob of an event. */
export async function deleteBlob(wire: Wire, stream: string, id: string): Promise<void> {
  const bucket = blobBucket(stream);
  try {
    const store = await new Objm(wire.nats).open(bucket, false);
    await store.delete(id);
  } catch (error) {
    throw translateError(`deleting from object store ${bucket}`, error);
  }
}

async function getBlob(wire: Wire, { bucket, name }: BlobPointer): Promise<Uint8Array | null> {
  try {
    const store = await new Objm(wire.nats).open(bucket, false);
    return await store.getBlob(name);
  } catch (error) {
    throw translateError(`reading from object store ${bucket}`, error);
  }
}

function isStub({ data }: StoredMessage): boolean {
  for (let at = 0; at < stubStart.length; at++)
    if (data[at] !== stubStart.charCodeAt(at)) return false;
  return true;
}
