/** What a session was made for; `other` is a name that a user, a plugin or a setting chose. */
export type SessionKind =
  | (typeof headKinds)[number]
  | "direct"
  | "group"
  | "channel"
  | "announce"
  | "other";

/** What a session key says. */
export interface SessionKey {
  /** As the gateway knows it, in lower case; absent where the key names none. */
  readonly agent?: string;
  readonly kind: SessionKind;
  /** Where a direct, group or channel conversation takes place, such as `telegram`. */
  readonly channel?: string;
  /** The thread or forum topic within the conversation. */
  readonly thread?: string;
  /** Whether the gateway keeps the session in memory only; nothing of it may be stored. */
  readonly incognito: boolean;
}

const headKinds = ["main", "global", "cron", "subagent", "acp", "hook", "dashboard"] as const;
const peerKinds = new Map<string, SessionKind>([
  ["direct", "direct"],
  ["dm", "direct"],
  ["group", "group"],
  ["channel", "channel"],
]);
const announcement = /^announce:v1:(.+):[^:]*$/is;
const agentScope = /^agent:([^:]+):([^:].*)$/is;
const threadSuffix = /^(.*):(?:thread|topic):(.+)$/is;
const conversation = /^(?:([^:]+):(?:[^:]+:)??)??(direct|dm|group|channel):./is;
const incognito =
  /^(?:dashboard|subagent|internal-session-effects|setup-inference):incognito-[^:]/i;

/**
 * Reads a session key of any shape: `agent:<id>:<rest>`, a bare `<rest>`, and the run ids
 * `announce:v1:<session key>:<run>` of a sub-agent's report, which name the sub-agent's own agent.
 * The shapes are those of OpenClaw 2026.9.6; every string is one.
 */
export function parseSessionKey(sessionKey: string): SessionKey {
  const key = sessionKey.trim();
  const announced = announcement.exec(key)?.[1];
  return announced === undefined ? parseKey(key) : { ...parseKey(announced), kind: "announce" };
}

/** The agent a session key names, such as `main` for `agent:main:telegram:group:42`. */
export function agentOfSession(sessionKey: string): string | undefined {
  return parseSessionKey(sessionKey).agent;
}

function parseKey(key: string): SessionKey {
  const [, id = "", rest = ""] = agentScope.exec(key) ?? [];
  const agent = id.trim().toLowerCase();
  return agent === ""
    ? { ...parseRest(key), incognito: false }
    : { agent, ...parseRest(rest), incognito: incognito.test(rest) };
}

function parseRest(rest: string): Pick<SessionKey, "kind" | "channel" | "thread"> {
  const [, base = rest, thread] = threadSuffix.exec(rest) ?? [];
  return { ...kindOf(base.toLowerCase()), ...(thread !== undefined && { thread }) };
}

function kindOf(base: string): Pick<SessionKey, "kind" | "channel"> {
  const head = base.split(":", 1)[0];
  const kind = headKinds.find((known) => known === head);
  if (kind !== undefined) return { kind };
  const [, channel, peer = ""] = conversation.exec(base) ?? [];
  return { kind: peerKinds.get(peer) ?? "other", ...(channel !== undefined && { channel }) };
}
