import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream";
import { z } from "zod";
import type { BrokenEntry, TranscriptEntry } from "./entry.ts";
import { zstdStream } from "./node-features.ts";
import { splitLines } from "./split-lines.ts";

const header = z.looseObject({ type: z.literal("session"), id: z.string() });

/** The session id in the name of a transcript file, which may start with a time. */
const idInName = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** The records of a transcript file; its session is the one its header names, else its name. */
export async function* readJsonl(
  location: string,
  isCompressed: boolean,
): AsyncGenerator<TranscriptEntry | BrokenEntry> {
  const name = basename(location);
  const file = createReadStream(location);
  const bytes = isCompressed ? pipeline(file, zstdStream(), () => undefined) : file;
  yield* readRecords(
    splitLines(bytes),
    idInName.exec(name)?.[0] ?? name.split(".jsonl")[0] ?? name,
  );
}

/** The records of the lines of a transcript. */
export async function* readRecords(
  lines: AsyncIterable<string> | Iterable<string>,
  sessionIdOfName: string,
): AsyncGenerator<TranscriptEntry | BrokenEntry> {
  let sessionId = sessionIdOfName;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === "") continue;
    const place = `line ${number}`;
    try {
      const record: unknown = JSON.parse(line);
      const { data } = header.safeParse(record);
      if (data !== undefined) sessionId = data.id;
      yield { sessionId, place, record };
    } catch {
      yield { place, error: "is no JSON" };
    }
  }
}
