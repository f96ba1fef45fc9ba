import { createHash } from "node:crypto";
import { z } from "zod";
import type { StoredMessage } from "../stored-message.ts";

const lineSchema = z.object({
  seq: z.number(),
  /** Unix milliseconds at which the server stored it. */
  time: z.number(),
  subject: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  /** The data as text where it is UTF-8, else in base64. */
  data: z.string().optional(),
  base64: z.string().optional(),
});

/** A message of a backup. */
export interface ArchivedMessage {
  readonly sequence: number;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Uint8Array;
}

const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A message as one line of JSON, which parses to the same bytes. */
export function formatLine({ sequence, storedAt, subject, headers, data }: StoredMessage): string {
  const all = headers();
  const line: z.input<typeof lineSchema> = {
    seq: sequence,
    time: storedAt,
    subject,
    ...(all.length > 0 && { headers: Object.fromEntries(all) }),
    ...contentOf(data),
  };
  return `${JSON.stringify(line)}\n`;
}

export function parseLine(line: string): ArchivedMessage {
  const { seq, subject, headers = {}, data, base64 = "" } = lineSchema.parse(JSON.parse(line));
  const bytes = data === undefined ? Buffer.from(base64, "base64") : Buffer.from(data);
  return { sequence: seq, subject, headers, data: bytes };
}

function contentOf(data: Uint8Array): { data: string } | { base64: string } {
  try {
    return { data: text.decode(data) };
  } catch {
    return { base64: Buffer.from(data).toString("base64") };
  }
}

/** Tells two sequences of messages apart by subject and data, whatever stream they are in. */
export interface Digest {
  add(message: Pick<ArchivedMessage, "subject" | "data">): void;
  end(): string;
}

export function createDigest(): Digest {
  const hash = createHash("sha256");
  return {
    add({ subject, data }) {
      hash.update(`${subject} ${data.length}\n`);
      hash.update(data);
    },
    end: () => hash.digest("hex"),
  };
}
