import { eventId, type OpenClawEvent } from "@openclaw/event-schema";
import { decodeText } from "./decode-text.ts";
import type { NoteFile } from "./find-notes.ts";
import { dateOfHeadings, dateOfNote } from "./note-date.ts";
import { noteEvent } from "./note-event.ts";
import { readNote } from "./read-note.ts";

/** The session that holds the versions of one note. */
export function noteSession(agent: string, path: string): string {
  return `agent:${agent}:memory:${path}`;
}

/** What makes a version of a note this one. */
export interface NoteVersion {
  readonly agent: string;
  readonly path: string;
  /** Of the file's bytes, in hex. */
  readonly sha256: string;
  /** Id of the version before it. */
  readonly previous?: string | undefined;
}

/** The id of the `memory.file` event of a version. */
export function noteId({ agent, path, sha256, previous = "" }: NoteVersion): string {
  return eventId("memory.file", agent, path, sha256, previous);
}

export interface NoteEvents {
  /** Of the file's event. */
  readonly id: string;
  /** The sections in the order of the file, then the file: where that is stored, all are. */
  readonly events: readonly OpenClawEvent[];
  /** What of the note could not be read. */
  readonly problem: string | undefined;
}

/**
 * The events of a version of a note.
 *
 * @throws EventStoreError `CORRUPT` where the file is no text
 */
export function noteEvents(
  { path, kind, modifiedAt }: NoteFile,
  content: Buffer,
  { importId, ...version }: NoteVersion & { readonly importId: string },
): NoteEvents {
  const decoded = decodeText(content);
  const { sections, fields, problem } = readNote(path, decoded.text);
  const date = dateOfNote({ path, fields, sections, modifiedAt });
  const file = noteId(version);
  const { agent, sha256, previous } = version;
  const common = { agent, session: noteSession(agent, path), importId };

  const sectionEvents = sections.map(({ date: own, ...section }, seq) => {
    const { timestamp, source } = own ?? dateOfHeadings(section.headings) ?? date;
    return noteEvent({
      ...common,
      id: eventId("memory.section", file, String(seq)),
      type: "memory.section",
      timestamp,
      seq,
      data: { path, ...section, dateSource: source, file },
    });
  });
  const fileEvent = noteEvent({
    ...common,
    id: file,
    type: "memory.file",
    timestamp: date.timestamp,
    seq: sections.length,
    data: {
      path,
      kind,
      ...decoded,
      bytes: content.length,
      sha256,
      dateSource: date.source,
      ...(previous !== undefined && { previous }),
    },
  });
  return { id: file, events: [...sectionEvents, fileEvent], problem };
}
