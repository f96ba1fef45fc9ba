import { encodeToken } from "@openclaw/event-schema";

/** A store that is to have an account of its own. */
export interface IsolatedStore {
  /** The agent whose alone it is; `undefined` for all that have none of their own. */
  readonly agent: string | undefined;
  readonly stream: string;
  /** Prefix of its events' subjects. */
  readonly subjectPrefix: string;
  /** Agents that may read its public events. */
  readonly readers: readonly string[];
}

/** Stores that are to be kept apart, and how much each may hold. */
export interface Layout {
  readonly stores: readonly IsolatedStore[];
  /** Size limit of each stream of events. */
  readonly maxBytes: number;
  /** How long streams keep events, 0 for ever. */
  readonly maxAgeMs: number;
}

export const systemAccount = "SYS";
export const publicAccount = "PUBLIC";

/** The account of a store, which is also the name of its user. */
export function accountOf({ agent }: Pick<IsolatedStore, "agent">): string {
  return agent === undefined ? "default" : `agent-${encodeToken(agent)}`;
}

/** The user that creates the streams of an account and takes events out; never given to an agent. */
export function adminOf(account: string): string {
  return `admin-${account}`;
}

/** Prefix of the reply subjects of a user. */
export function inboxOf(user: string): string {
  return `_INBOX_${user}`;
}

/** The stream of the public account that holds what a store shares. */
export function publicStream({ agent = "" }: Pick<IsolatedStore, "agent">): string {
  return `public-${encodeToken(agent)}`;
}
