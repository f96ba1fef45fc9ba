import type { ConnectionOptions } from "@nats-io/nats-core";
import { createIdentityCheck } from "./check-identity.ts";
import { toClientOptions, type CredentialFiles } from "./credential-files.ts";
import { parseServerList } from "./server-list.ts";

interface ClientSettings {
  readonly name: string;
  readonly inboxPrefix: string;
  readonly credentials: CredentialFiles;
}

/** What the NATS client is told, so that it connects again for ever. */
export function clientOptions(
  url: string,
  { name, inboxPrefix, credentials }: ClientSettings,
): ConnectionOptions {
  const { servers, tls, user, password, token } = parseServerList(url);
  const { tls: files, ...login } = toClientOptions(credentials);
  // The client hands all of it to Node.
  const checked = { ...files, checkServerIdentity: createIdentityCheck(servers) };
  return {
    servers: [...servers],
    name,
    inboxPrefix,
    ...((tls || files !== undefined) && { tls: checked }),
    // A file names who connects; a user in the URL may be somebody else.
    ...(credentials.creds === undefined && {
      ...(user !== undefined && { user, pass: password ?? "" }),
      ...(token !== undefined && { token }),
    }),
    ...login,
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    pingInterval: 20_000,
    timeout: 5000,
  };
}
