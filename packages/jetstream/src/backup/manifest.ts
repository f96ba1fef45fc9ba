import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EventStoreError } from "@openclaw/event-schema";
import { z } from "zod";

const manifestSchema = z.object({
  format: z.literal("openclaw-stream-backup"),
  version: z.literal(1),
  /** Unix milliseconds. */
  createdAt: z.number(),
  serverVersion: z.string(),
  stream: z.string(),
  /** Subject patterns where not the whole stream was taken; its sequences are then not kept. */
  subjects: z.array(z.string()).optional(),
  /** The stream's configuration as its server tells it. */
  config: z.looseObject({
    subjects: z.array(z.string()).default([]),
    /** Nanoseconds. */
    max_age: z.number().default(0),
    num_replicas: z.number().default(1),
  }),
  /** Durable consumers: configuration, and the sequence up to which all is acknowledged. */
  consumers: z.array(z.object({ config: z.looseObject({}), ackedSequence: z.number() })),
  messages: z.number(),
  bytes: z.number(),
  firstSequence: z.number(),
  lastSequence: z.number(),
  /** SHA-256 of the file of messages. */
  fileSha256: z.string(),
  /** SHA-256 of what the messages say, see `createDigest`. */
  contentSha256: z.string(),
});

/** What a backup holds; without one in its directory a backup is not complete. */
export type BackupManifest = z.infer<typeof manifestSchema>;

/** @throws EventStoreError `CORRUPT` where the directory holds no complete backup */
export async function readManifest(dir: string): Promise<BackupManifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(manifestPath(dir), "utf8")));
  } catch (cause) {
    throw new EventStoreError("CORRUPT", `${dir} holds no complete backup of a stream`, { cause });
  }
}

export async function writeManifest(dir: string, manifest: BackupManifest): Promise<void> {
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  await writeFile(manifestPath(dir), text, { mode: 0o600, flush: true });
}

/** The file of messages of a backup. */
export function messagesPath(dir: string): string {
  return join(dir, "messages.ndjson.gz");
}

function manifestPath(dir: string): string {
  return join(dir, "manifest.json");
}
