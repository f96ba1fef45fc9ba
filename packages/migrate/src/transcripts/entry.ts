/** A record of a transcript, with its place. */
export interface TranscriptEntry {
  readonly sessionId: string;
  /** Session key, where the source tells it. */
  readonly session?: string | undefined;
  /** Where it stands in its file, for people. */
  readonly place: string;
  readonly record: unknown;
}

/** An entry that could not be read. */
export interface BrokenEntry {
  readonly place: string;
  readonly error: string;
}
