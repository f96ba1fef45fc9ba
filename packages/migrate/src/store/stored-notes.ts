import type { EventReader } from "@openclaw/event-query";
import { encodeToken } from "@openclaw/event-schema";
import { noteId, noteSession } from "../notes/note-events.ts";

/** What the store has of the notes of an agent. */
export interface StoredNotes {
  /** Whether a note is stored with these bytes as its newest version; else the id of that version. */
  newest(path: string, sha256: string): "same" | { readonly previous: string | undefined };
  /** The ids of what is stored of a version that is not complete. */
  begun(path: string, signal?: AbortSignal): Promise<ReadonlySet<string>>;
}

interface Versions {
  readonly newest: string | undefined;
  readonly before: string | undefined;
  /** Whether sections follow that no file has completed. */
  readonly begun: boolean;
}

/** Asks for the ids of an agent's notes, without their content. */
export async function readStoredNotes(
  reader: EventReader,
  agent: string,
  signal?: AbortSignal,
): Promise<StoredNotes> {
  const notes = new Map<string, Versions>();
  for await (const { id, subject } of reader.heads({ agent, type: "memory.*" }, { signal })) {
    const [session = "", , name] = subject.split(".").slice(-3);
    const { newest, before } = notes.get(session) ?? {};
    const isFile = name === "file";
    notes.set(session, {
      newest: isFile ? id : newest,
      before: isFile ? newest : before,
      begun: !isFile,
    });
  }
  const versionsOf = (path: string): Versions | undefined =>
    notes.get(encodeToken(noteSession(agent, path)));

  return {
    newest(path, sha256) {
      const { newest, before } = versionsOf(path) ?? {};
      const same =
        newest !== undefined && newest === noteId({ agent, path, sha256, previous: before });
      return same ? "same" : { previous: newest };
    },
    async begun(path, until) {
      const ids = new Set<string>();
      if (versionsOf(path)?.begun !== true) return ids;
      const filter = { agent, session: noteSession(agent, path), type: "memory.section" };
      for await (const { id } of reader.heads(filter, { signal: until })) ids.add(id);
      return ids;
    },
  };
}
