import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { EventStoreError } from "@openclaw/event-schema";
import type { Wire } from "../link.ts";
import { readMessages } from "../read-messages.ts";
import { translateError } from "../translate-error.ts";
import { createDigest, formatLine } from "./archived-message.ts";
import { messagesPath, writeManifest, type BackupManifest } from "./manifest.ts";

export interface BackupOptions {
  /** A directory that is empty or does not exist. */
  readonly dir: string;
  /** Subject patterns of the messages to take; the rest is left out. @defaultValue the whole stream */
  readonly subjects?: readonly string[] | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes all that a stream holds now to a directory, readable by this user only; messages may go on
 * being stored meanwhile.
 *
 * @throws EventStoreError `STREAM_NOT_FOUND`, `INVALID_ARGUMENT` where the directory is not empty or
 * the stream only copies others, `ABORTED`
 */
export async function backupStream(
  wire: Wire,
  stream: string,
  { dir, subjects, onProgress, signal }: BackupOptions,
): Promise<BackupManifest> {
  const { config, consumers } = await describe(wire, stream);
  await prepare(dir);
  const digest = createDigest();
  const read = await readMessages(wire, { stream, subjects, signal });
  const taken = { messages: 0, bytes: 0, firstSequence: 0, lastSequence: 0 };

  async function* lines(): AsyncGenerator<string> {
    for await (const batch of read.batches) {
      let chunk = "";
      for (const message of batch) {
        if (taken.messages === 0) taken.firstSequence = message.sequence;
        taken.lastSequence = message.sequence;
        taken.messages += 1;
        taken.bytes += message.data.length;
        digest.add(message);
        chunk += formatLine(message);
      }
      onProgress?.(taken.messages, read.count);
      yield chunk;
    }
  }

  const file = createWriteStream(messagesPath(dir), { mode: 0o600, flush: true });
  await pipeline(Readable.from(lines()), createGzip(), file);
  const manifest: BackupManifest = {
    format: "openclaw-stream-backup",
    version: 1,
    createdAt: Date.now(),
    serverVersion: wire.nats.info?.version ?? "",
    stream,
    ...(subjects && { subjects: [...subjects] }),
    config,
    consumers,
    ...taken,
    fileSha256: await hashFile(messagesPath(dir)),
    contentSha256: digest.end(),
  };
  await writeManifest(dir, manifest);
  return manifest;
}

/** SHA-256 of a file's bytes. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

async function describe(
  wire: Wire,
  stream: string,
): Promise<Pick<BackupManifest, "config" | "consumers">> {
  try {
    const { config } = await wire.manager.streams.info(stream);
    if (config.mirror || (config.sources?.length ?? 0) > 0)
      throw new EventStoreError(
        "INVALID_ARGUMENT",
        `stream ${stream} copies other streams: back those up instead`,
      );
    const consumers: BackupManifest["consumers"] = [];
    for await (const consumer of wire.manager.consumers.list(stream))
      if (consumer.config.durable_name !== undefined)
        consumers.push({
          config: { ...consumer.config },
          ackedSequence: consumer.ack_floor.stream_seq,
        });
    return { config: { ...config }, consumers };
  } catch (error) {
    throw translateError(`looking at stream ${stream}`, error);
  }
}

async function prepare(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length === 0) return;
  throw new EventStoreError(
    "INVALID_ARGUMENT",
    `${dir} is not empty: choose another directory for the backup`,
  );
}
