import { z } from "zod";
import type { BrokenEntry, TranscriptEntry } from "./entry.ts";
import { openDatabase, unzstd, type Database } from "./node-features.ts";
import { readRecords } from "./read-jsonl.ts";

const session = z.looseObject({ session_id: z.string(), session_key: z.string() });
const row = session.extend({
  seq: z.number(),
  event_json: z.string().nullable(),
  event_zstd: z.instanceof(Uint8Array).nullable(),
});
const archive = session.extend({
  encoding: z.string(),
  archive_name: z.string(),
  archive_blob: z.instanceof(Uint8Array),
});

const cold = z.object({ archive_name: z.string() });

export const databaseName = "openclaw-agent.sqlite";

/** As OpenClaw 2026.9.6 keeps transcripts, and what it has of deleted and of old sessions. */
const tables = { windows: "session_windows", archives: "session_transcript_archives" } as const;
const coldTable = "session_transcript_cold_archives";
const allRows = `
  SELECT session_id, session_key, seq, event_json, event_zstd
  FROM session_windows JOIN transcript_events USING (session_id)
  ORDER BY session_windows.created_at, session_id, seq`;
const allArchives = `
  SELECT session_id, session_key, encoding, archive_name, archive_blob
  FROM session_transcript_archives ORDER BY created_at`;

const inColdStorage =
  "is in cold storage and was left out: restore it in OpenClaw, and import again";

/** The records of an agent's database, session by session. */
export async function* readDatabase(
  location: string,
): AsyncGenerator<TranscriptEntry | BrokenEntry> {
  const database = openDatabase(location);
  try {
    for (const found of database.prepare(allRows).iterate()) yield entryOf(row.parse(found));
    if (hasTable(database, tables.archives))
      for (const found of database.prepare(allArchives).iterate())
        yield* entriesOf(archive.parse(found));
    if (hasTable(database, coldTable))
      for (const found of database.prepare(`SELECT archive_name FROM ${coldTable}`).iterate())
        yield { place: cold.parse(found).archive_name, error: inColdStorage };
  } finally {
    database.close();
  }
}

/** The keys of the sessions of an agent's database, by session id. */
export async function keysOfDatabase(location: string): Promise<ReadonlyMap<string, string>> {
  const database = openDatabase(location);
  try {
    const keys = new Map<string, string>();
    for (const table of Object.values(tables)) {
      if (!hasTable(database, table)) continue;
      for (const found of database
        .prepare(`SELECT session_id, session_key FROM ${table}`)
        .iterate()) {
        const { session_id, session_key } = session.parse(found);
        keys.set(session_id, session_key);
      }
    }
    return keys;
  } finally {
    database.close();
  }
}

function entryOf(found: z.infer<typeof row>): TranscriptEntry | BrokenEntry {
  const { session_id: sessionId, session_key, seq, event_json, event_zstd } = found;
  const place = `session ${sessionId}, record ${seq}`;
  try {
    const json = event_json ?? (event_zstd === null ? "" : unzstd(event_zstd));
    return { sessionId, session: session_key, place, record: JSON.parse(json) };
  } catch {
    return { place, error: "is no JSON" };
  }
}

async function* entriesOf(
  found: z.infer<typeof archive>,
): AsyncGenerator<TranscriptEntry | BrokenEntry> {
  const { session_id, session_key, encoding, archive_name, archive_blob } = found;
  const text = encoding === "zstd" ? unzstd(archive_blob) : Buffer.from(archive_blob).toString();
  for await (const entry of readRecords(text.split("\n"), session_id)) {
    const place = `${archive_name}, ${entry.place}`;
    yield "error" in entry ? { ...entry, place } : { ...entry, session: session_key, place };
  }
}

function hasTable(database: Database, name: string): boolean {
  const found = database.prepare("SELECT 1 FROM sqlite_master WHERE name = ?").iterate(name);
  return [...found].length > 0;
}
