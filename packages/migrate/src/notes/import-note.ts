import { createHash } from "node:crypto";
import type { BringContext } from "../run-import.ts";
import type { ImportStore } from "../store/import-store.ts";
import type { StoredNotes } from "../store/stored-notes.ts";
import type { NoteFile } from "./find-notes.ts";
import { noteEvents, noteSession } from "./note-events.ts";

export interface NoteImport extends BringContext {
  readonly agent: string;
  /** Its result holds until the next file is read. */
  readonly read: (location: string) => Promise<Buffer>;
  readonly store: ImportStore;
  readonly stored: StoredNotes;
}

/** What was written of a note. */
export interface WrittenNote {
  readonly added: number;
  /** Id of the version's `memory.file` event. */
  readonly id: string;
  readonly sections: number;
}

/** Writes the events of a note; @returns nothing where the store has the note as it is, or has forgotten it */
export async function importNote(
  file: NoteFile,
  { agent, importId, read, store, stored, onProblem }: NoteImport,
): Promise<WrittenNote | undefined> {
  const { path } = file;
  const content = await read(file.location);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const { isStored, previous } = await stored.version(path, sha256);
  if (isStored) return undefined;
  const version = { agent, path, sha256, previous, importId };
  const { id, events, problem } = noteEvents(file, content, version);
  if (events.some((event) => store.isForgotten(event))) return undefined;
  if (problem !== undefined) onProblem({ path, message: problem });
  const begun = stored.hasBegun(path)
    ? await store.session(agent, noteSession(agent, path))
    : undefined;
  const missing = events.filter((event) => begun?.has(event) !== true);
  await store.write(missing, 2 * content.length);
  return { added: missing.length, id, sections: events.length - 1 };
}
