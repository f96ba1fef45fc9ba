import { JetStreamApiError } from "@nats-io/jetstream";
import { isEventStoreError } from "@openclaw/event-schema";
import { deleteBlob, findChunks } from "./blobs.ts";
import type { Wire } from "./link.ts";
import { readMessages } from "./read-messages.ts";
import { translateError } from "./translate-error.ts";

/** A message of a stream. */
export interface MessagePlace {
  readonly stream: string;
  readonly sequence: number;
  /** Id of a message so large that the object store may hold its data, which then goes with it. */
  readonly largeId?: string | undefined;
}

export interface RemoveOptions {
  /**
   * Overwrite the message on the server's disk, at the cost of writing its whole block anew; otherwise
   * its bytes stay there until the server compacts the block.
   *
   * @defaultValue false
   */
  readonly overwrite?: boolean | undefined;
}

/** JetStream's codes for a sequence that holds nothing: never or no more. */
const notFound = [10_037, 10_043];

/**
 * Takes a message out of a stream; one that is not there any more is left at that. The server goes on
 * dropping messages of its id until the stream's duplicate window has passed.
 *
 * @throws EventStoreError `STREAM_NOT_FOUND`, `PERMISSION_DENIED` or `TIMEOUT`
 */
export async function removeMessage(
  wire: Wire,
  { stream, sequence, largeId }: MessagePlace,
  { overwrite = false }: RemoveOptions = {},
): Promise<void> {
  if (largeId !== undefined) await removeBlob(wire, { stream, id: largeId }, overwrite);
  await deleteMessage(wire, { stream, sequence }, overwrite);
}

async function deleteMessage(
  wire: Wire,
  { stream, sequence }: MessagePlace,
  overwrite: boolean,
): Promise<void> {
  try {
    await wire.manager.streams.deleteMessage(stream, sequence, overwrite);
  } catch (error) {
    if (error instanceof JetStreamApiError && notFound.includes(error.code)) return;
    throw translateError(`removing message ${sequence} of stream ${stream}`, error);
  }
}

/** A stream that never had a large message has no object store. */
async function removeBlob(
  wire: Wire,
  { stream, id }: { readonly stream: string; readonly id: string },
  overwrite: boolean,
): Promise<void> {
  try {
    if (overwrite) await overwriteBlob(wire, stream, id);
    await deleteBlob(wire, stream, id);
  } catch (error) {
    if (!isEventStoreError(error, "STREAM_NOT_FOUND")) throw error;
  }
}

/** The object store itself would leave the parts on the disk. */
async function overwriteBlob(wire: Wire, stream: string, id: string): Promise<void> {
  const chunks = await findChunks(wire, stream, id);
  if (chunks === undefined) return;
  const range = { stream: chunks.stream, subjects: [chunks.subject], headersOnly: true };
  const { messages } = await readMessages(wire, range);
  for await (const { sequence } of messages)
    await deleteMessage(wire, { stream: chunks.stream, sequence }, true);
}
