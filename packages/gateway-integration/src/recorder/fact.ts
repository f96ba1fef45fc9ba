/** Something that happened, as one of the gateway's sources tells it. */
export interface Fact {
  readonly type: string;
  /** What makes it this fact and no other of its gateway, whichever source tells it. */
  readonly identity: readonly string[];
  /** Session key. */
  readonly session: string;
  readonly agent?: string | undefined;
  readonly runId?: string | undefined;
  /** Position in the run; where the source does not say, that of the last agent event of the run. */
  readonly seq?: number | undefined;
  /** Unix milliseconds. */
  readonly at: number;
  readonly stream: string;
  readonly data: object;
  readonly model?: string | undefined;
  readonly channel?: string | undefined;
}

/** What a source tells: facts to record, or why there are none. */
export type Told = readonly Fact[] | { readonly ignored: IgnoredReason };

/** Why something the gateway tells is not recorded. */
export type IgnoredReason =
  | "not one of the hooks that are recorded"
  | "not of the shape OpenClaw 2026.9.6 gives it"
  | "belongs to no session"
  | "of an incognito session"
  | "told before"
  | "part of an answer, which is recorded when it is whole"
  | "progress of a run, without content of its own"
  | "recorded from another source"
  | "only tells what other facts belong to"
  | "a message without text"
  | "not about a sub-agent";
