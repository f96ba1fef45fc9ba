import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { BringContext } from "../run-import.ts";
import type { EventWriter } from "../store/event-writer.ts";
import type { StoredNotes } from "../store/stored-notes.ts";
import type { NoteFile } from "./find-notes.ts";
import { noteEvents } from "./note-events.ts";

export interface NoteImport extends BringContext {
  readonly agent: string;
  readonly stored: StoredNotes;
  readonly writer: Pick<EventWriter, "write">;
  readonly signal?: AbortSignal | undefined;
}

/** Writes the events of a note; @returns how many, `undefined` where the store has the note as it is. */
export async function importNote(
  file: NoteFile,
  { agent, importId, stored, writer, onProblem, signal }: NoteImport,
): Promise<number | undefined> {
  const { path } = file;
  const content = await readFile(file.location);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const newest = stored.newest(path, sha256);
  if (newest === "same") return undefined;
  const version = { agent, path, sha256, importId, ...newest };
  const { events, problem } = noteEvents(file, content, version);
  if (problem !== undefined)
    onProblem({ path, message: `its front matter was not read: ${problem}` });
  const begun = await stored.begun(path, signal);
  const missing = events.filter(({ id }) => !begun.has(id));
  await writer.write(missing, 2 * content.length);
  return missing.length;
}
