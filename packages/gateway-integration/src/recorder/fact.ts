import type { Fact } from "@openclaw/event-schema/transcript";

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
