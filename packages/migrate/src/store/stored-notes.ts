import type { EventReader } from "@openclaw/event-query";
import { encodeToken, isCoreEvent, type CoreEvent } from "@openclaw/event-schema";
import { noteId, noteSession } from "../notes/note-events.ts";

/** What the store has of the notes of an agent. */
export interface StoredNotes {
  /** The version of a note with these bytes. */
  version(path: string, sha256: string): Promise<StoredVersion>;
  /** Whether sections of a version are stored that is not complete. */
  hasBegun(path: string): boolean;
  /** Whether the newest version of a note is this one, with all its sections. */
  holds(path: string, version: { readonly id: string; readonly sections: number }): boolean;
}

export interface StoredVersion {
  /** Whether it is the newest one, and complete. */
  readonly isStored: boolean;
  /** Id of the version before it. */
  readonly previous: string | undefined;
}

export interface NotesQuery {
  readonly agent: string;
  readonly signal?: AbortSignal | undefined;
}

interface Versions {
  /** Ids of the newest version's file and of the one before it. */
  readonly newest: string | undefined;
  readonly before: string | undefined;
  /** How many sections the newest version has. */
  readonly sections: number;
  /** How many sections follow that no file has completed. */
  readonly begun: number;
}

const none: Versions = { newest: undefined, before: undefined, sections: 0, begun: 0 };

/** Asks for the ids of an agent's notes, without their content. */
export async function readStoredNotes(
  reader: EventReader,
  { agent, signal }: NotesQuery,
): Promise<StoredNotes> {
  const notes = new Map<string, Versions>();
  for await (const { id, subject } of reader.heads({ agent, type: "memory.*" }, { signal })) {
    const [session = "", , name] = subject.split(".").slice(-3);
    notes.set(session, withHead(notes.get(session) ?? none, name === "file" ? id : undefined));
  }
  const versionsOf = (path: string): Versions =>
    notes.get(encodeToken(noteSession(agent, path))) ?? none;

  const readNewest = async (path: string): Promise<CoreEvent<"memory.file"> | undefined> => {
    const filter = { agent, session: noteSession(agent, path), type: "memory.file" };
    let newest: CoreEvent<"memory.file"> | undefined;
    for await (const { event } of reader.read(filter, { signal }))
      if (isCoreEvent(event, "memory.file")) newest = event;
    return newest;
  };

  return {
    async version(path, sha256) {
      const { newest, before } = versionsOf(path);
      if (newest === undefined) return { isStored: false, previous: undefined };
      if (newest === noteId({ agent, path, sha256, previous: before }))
        return { isStored: true, previous: before };
      if (before !== undefined) return { isStored: false, previous: newest };
      // The version before may be one that the stream has let go of by its age.
      const data = (await readNewest(path))?.payload.data;
      const isStored = data?.sha256 === sha256;
      const previous =
        isStored && typeof data?.["previous"] === "string" ? data["previous"] : undefined;
      return isStored ? { isStored, previous } : { isStored, previous: newest };
    },
    hasBegun: (path) => versionsOf(path).begun > 0,
    holds(path, { id, sections }) {
      const stored = versionsOf(path);
      return stored.newest === id && stored.sections >= sections;
    },
  };
}

function withHead(versions: Versions, file: string | undefined): Versions {
  const { newest, begun } = versions;
  if (file === undefined) return { ...versions, begun: begun + 1 };
  return { newest: file, before: newest, sections: begun, begun: 0 };
}
