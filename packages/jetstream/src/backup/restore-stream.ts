import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { DeliverPolicy, DiscardPolicy, type StreamConfig } from "@nats-io/jetstream";
import { nanos } from "@nats-io/nats-core";
import { EventStoreError, isEventStoreError } from "@openclaw/event-schema";
import type { Wire } from "../link.ts";
import { readLines } from "../read-lines.ts";
import { readMessages } from "../read-messages.ts";
import { readStreamState, type StreamState } from "../read-stream-state.ts";
import { translateError } from "../translate-error.ts";
import { createDigest, parseLine, type ArchivedMessage } from "./archived-message.ts";
import { hashFile } from "./backup-stream.ts";
import { messagesPath, readManifest, type BackupManifest } from "./manifest.ts";
import { fillerSubject, openReplay } from "./replay.ts";

export interface RestoreOptions {
  /** The directory of the backup. */
  readonly dir: string;
  /** Name of the new stream. @defaultValue that of the stream backed up */
  readonly as?: string | undefined;
  /** How many servers hold it. @defaultValue as many as before */
  readonly replicas?: number | undefined;
  /** Whether a message is not to come back; asked in the order of the stream. @defaultValue none */
  readonly leaveOut?: ((data: Uint8Array) => boolean) | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RestoreReport {
  /** Messages that were left out. */
  readonly leftOut: number;
  readonly state: StreamState;
  /** Whether it takes new events; not where another stream has its subjects. */
  readonly live: boolean;
}

/** The settings of the stream to be. */
type Settings = BackupManifest["config"] & { readonly name: string };

const duplicateWindowMs = 100;

/**
 * Checks that a backup is whole.
 *
 * @throws EventStoreError `CORRUPT`
 */
export async function checkBackup(dir: string): Promise<BackupManifest> {
  const manifest = await readManifest(dir);
  if ((await hashFile(messagesPath(dir))) === manifest.fileSha256) return manifest;
  throw new EventStoreError("CORRUPT", `${messagesPath(dir)} is not what was backed up`);
}

/**
 * Makes a stream of a backup: the same messages under the same sequences, its settings and durable
 * consumers. It is filled by subjects of its own, so that no live event comes in between, and what it
 * then holds is compared with the backup. The time of storage is that of the restore. Where it fails,
 * no stream is left behind, or the error says that one is.
 *
 * @throws EventStoreError `CORRUPT`, `STREAM_CONFLICT` where a stream of that name has held messages, `ABORTED`
 */
export async function restoreStream(
  wire: Wire,
  { dir, as, replicas, ...rest }: RestoreOptions,
): Promise<RestoreReport> {
  const manifest = await checkBackup(dir);
  const name = as ?? manifest.stream;
  const prefix = `_restore.${name}.`;
  const { config } = manifest;
  const settings = { ...config, name, ...(replicas !== undefined && { num_replicas: replicas }) };
  const lastSequence = Math.max(manifest.firstSequence - 1, 0);
  await makeRoom(wire, name);
  try {
    await wire.manager.streams.add({
      ...settings,
      ...unlimited,
      subjects: [`${prefix}>`],
      subject_transform: { src: `${prefix}>`, dest: ">" },
      duplicate_window: nanos(duplicateWindowMs),
      ...(lastSequence > 0 && manifest.subjects === undefined && { first_seq: lastSequence + 1 }),
    });
  } catch (error) {
    throw translateError(`creating stream ${name}`, error);
  }
  try {
    const leftOut = await fill(wire, manifest, { dir, settings, prefix, ...rest });
    const live = await goLive(wire, settings);
    if (manifest.subjects === undefined) await restoreConsumers(wire, name, manifest.consumers);
    return { state: await readStreamState(wire, name), live, leftOut };
  } catch (error) {
    throw await undo(wire, name, translateError(`restoring stream ${name}`, error));
  }
}

/** Deletes what was begun; says so in the failure where that does not work. */
async function undo(wire: Wire, name: string, failure: EventStoreError): Promise<EventStoreError> {
  try {
    await wire.manager.streams.delete(name);
    return failure;
  } catch (error) {
    const { message } = translateError(`deleting stream ${name}`, error);
    const advice = `the stream is left incomplete, delete it before you restore again (${message})`;
    return new EventStoreError(failure.code, `${failure.message}; ${advice}`, { cause: failure });
  }
}

const unlimited: Partial<StreamConfig> = {
  max_age: 0,
  max_bytes: -1,
  max_msgs: -1,
  max_msgs_per_subject: -1,
  discard: DiscardPolicy.Old,
  deny_delete: false,
  deny_purge: false,
};

/** A new server gets its stream from whoever connects first; as long as nothing was stored it gives way. */
async function makeRoom(wire: Wire, name: string): Promise<void> {
  try {
    const { lastSequence } = await readStreamState(wire, name);
    if (lastSequence === 0) {
      await wire.manager.streams.delete(name);
      return;
    }
  } catch (error) {
    if (isEventStoreError(error, "STREAM_NOT_FOUND")) return;
    throw translateError(`making room for stream ${name}`, error);
  }
  throw new EventStoreError(
    "STREAM_CONFLICT",
    `stream ${name} holds messages already: restore under another name, or delete that one first`,
  );
}

interface Filling extends Omit<RestoreOptions, "as" | "replicas"> {
  readonly settings: Settings;
  readonly prefix: string;
}

const none = (): boolean => false;

/** @returns how many messages were left out */
async function fill(wire: Wire, manifest: BackupManifest, filling: Filling): Promise<number> {
  const { settings, prefix, leaveOut = none, onProgress, signal } = filling;
  const { name, max_age, num_replicas: replicas } = settings;
  const stream = { name, subjects: [], maxAgeMs: max_age / 1e6, replicas };
  const isWhole = manifest.subjects === undefined;
  const lastSequence = isWhole ? Math.max(manifest.firstSequence - 1, 0) : 0;
  using replay = openReplay(wire, { stream, prefix, lastSequence, duplicateWindowMs });
  const digest = createDigest();
  let done = 0;
  let leftOut = 0;
  for await (const message of readArchive(filling.dir)) {
    throwIfAborted(signal, name);
    done += 1;
    if (leaveOut(message.data)) {
      leftOut += 1;
      continue;
    }
    digest.add(message);
    await replay.store(message, isWhole ? message.sequence : undefined);
    if (done % 1000 === 0) onProgress?.(done, manifest.messages);
  }
  await replay.finish();
  await wire.manager.streams.purge(name, { filter: fillerSubject });
  await compare(wire, name, leftOut === 0 ? manifest.contentSha256 : digest.end());
  return leftOut;
}

function throwIfAborted(signal: AbortSignal | undefined, name: string): void {
  if (signal?.aborted) throw new EventStoreError("ABORTED", `restoring ${name} was aborted`);
}

async function* readArchive(dir: string): AsyncGenerator<ArchivedMessage> {
  const input = createReadStream(messagesPath(dir)).pipe(createGunzip());
  for await (const line of readLines(input)) yield parseLine(line);
}

async function compare(wire: Wire, name: string, contentSha256: string): Promise<void> {
  const digest = createDigest();
  const { batches } = await readMessages(wire, { stream: name });
  for await (const batch of batches) for (const message of batch) digest.add(message);
  if (digest.end() === contentSha256) return;
  throw new EventStoreError(
    "CORRUPT",
    `what the server stored as ${name} is not equal to the backup: restore again`,
  );
}

/** The client keeps what an update does not name. */
const withoutTransform: Readonly<Record<string, unknown>> = { subject_transform: undefined };

/** Gives the stream its settings and, unless another stream has them, its subjects. */
async function goLive(wire: Wire, { name, subjects, ...settings }: Settings): Promise<boolean> {
  try {
    await wire.manager.streams.update(name, { ...withoutTransform, ...settings, subjects });
    return true;
  } catch (error) {
    const translated = translateError(`updating stream ${name}`, error);
    if (translated.code !== "STREAM_CONFLICT") throw translated;
    await wire.manager.streams.update(name, settings);
    return false;
  }
}

async function restoreConsumers(
  wire: Wire,
  stream: string,
  consumers: BackupManifest["consumers"],
): Promise<void> {
  for (const { config, ackedSequence } of consumers) {
    const { opt_start_time: _, ...rest } = config;
    await wire.manager.consumers.add(stream, {
      ...rest,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: ackedSequence + 1,
    });
  }
}
