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
  try {
    const urls = url.split(",").map((part) => parseOne(part.trim()));
    const { username = "", password = "" } = urls.find((each) => each.username !== "") ?? {};
    return {
      servers: urls.map(({ hostname, port }) => `${hostname}:${port || "4222"}`),
      tls: urls.some(({ protocol }) => protocol === "tls:"),
      ...credentials(decodeURIComponent(username), decodeURIComponent(password)),
    };
  } catch {
    // The cause would quote what may be a part of a password.
    throw new EventStoreError(
      "INVALID_CONFIG",
      `"${redactUrl(url)}" is not a NATS URL; write it as nats://user:password@host:4222, ` +
        "with what is special in a URL percent-encoded",
    );
  }
}

function credentials(user: string, password: string): Partial<ServerList> {
  if (user === "") return {};
  return password === "" ? { token: user } : { user, password };
}

function parseOne(text: string): URL {
  const full = text.includes("://") ? text : `nats://${text}`;
  const url = new URL(full);
  if (url.hostname === "" || !schemes.has(url.protocol)) throw new TypeError("not of NATS");
  return url;
}
