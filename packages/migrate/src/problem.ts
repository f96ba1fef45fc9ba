/** Something that could not be brought over, or not as it is. */
export interface Problem {
  /** The file it is about, relative to what was imported. */
  readonly path: string;
  readonly message: string;
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
