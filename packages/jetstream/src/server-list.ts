import { EventStoreError } from "@openclaw/event-schema";
import { redactUrl } from "./redact-url.ts";

export interface ServerList {
  /** `host:port` entries without credentials. */
  readonly servers: readonly string[];
  readonly tls: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
}

const schemes = new Set(["nats:", "tls:"]);

/**
 * Reads a NATS URL, or several separated by commas. The user part is `user:password` or a token,
 * percent-encoded; the first server's counts for all. A bare `host:port` is allowed.
 *
 * @throws EventStoreError `INVALID_CONFIG`
 */
export function parseServerList(url: string): ServerList {
  const urls = url.split(",").map((part) => parseOne(part.trim()));
  const [first] = urls;
  if (first === undefined) throw invalid(url);
  const { username, password } = urls.find((each) => each.username !== "") ?? first;
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port || "4222"}`),
    tls: urls.some(({ protocol }) => protocol === "tls:"),
    ...credentials(decodeURIComponent(username), decodeURIComponent(password)),
  };
}

function credentials(user: string, password: string): Partial<ServerList> {
  if (user === "") return {};
  return password === "" ? { token: user } : { user, password };
}

function parseOne(text: string): URL {
  const full = text.includes("://") ? text : `nats://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url === undefined || url.hostname === "" || !schemes.has(url.protocol)) throw invalid(text);
  return url;
}

function invalid(text: string): EventStoreError {
  return new EventStoreError(
    "INVALID_CONFIG",
    `"${redactUrl(text)}" is not a NATS URL; write it as nats://user:password@host:4222`,
  );
}
