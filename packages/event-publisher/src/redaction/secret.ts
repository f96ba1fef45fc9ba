/** A place in a text that holds a secret. */
export interface Secret {
  /** What it is, in letters, digits and `-`, such as `github-token`. */
  readonly kind: string;
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

/** Finds secrets in a text; has to be fast, as it sees all that is published. */
export type FindSecrets = (text: string) => Iterable<Secret>;
