import { readFileSync } from "node:fs";
import {
  credsAuthenticator,
  nkeyAuthenticator,
  type Authenticator,
  type ConnectionOptions,
} from "@nats-io/nats-core";

/** Paths of the files that NATS knows for authentication and TLS. */
export interface CredentialFiles {
  /** JWT and nkey seed of a user, as `nsc` writes them; or a seed alone. */
  readonly creds?: string | undefined;
  /** Seed of an nkey. */
  readonly nkey?: string | undefined;
  /** Certificate authority of the server, in PEM. */
  readonly ca?: string | undefined;
  /** Certificate of the client and its key, in PEM. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** Files of secrets are read at every attempt to connect, so that renewed ones count at once. */
export function toClientOptions({
  creds,
  nkey,
  ca,
  cert,
  key,
}: CredentialFiles): Pick<ConnectionOptions, "authenticator" | "tls"> {
  const tls = {
    ...(ca !== undefined && { caFile: ca }),
    ...(cert !== undefined && { certFile: cert }),
    ...(key !== undefined && { keyFile: key }),
  };
  return {
    ...(nkey !== undefined && {
      authenticator: nkeyAuthenticator(() => Buffer.from(readFileSync(nkey, "utf8").trim())),
    }),
    ...(creds !== undefined && { authenticator: fileAuthenticator(creds) }),
    ...(Object.keys(tls).length > 0 && { tls }),
  };
}

function fileAuthenticator(path: string): Authenticator {
  return (nonce) => {
    const text = readFileSync(path, "utf8");
    const authenticator = text.startsWith("SU")
      ? nkeyAuthenticator(Buffer.from(text.trim()))
      : credsAuthenticator(Buffer.from(text));
    return authenticator(nonce);
  };
}
