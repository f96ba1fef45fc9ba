import { isIP } from "node:net";
import { checkServerIdentity, type PeerCertificate } from "node:tls";

/** Returns in what a certificate is not that of the host; nothing where it is. */
export type IdentityCheck = (host: string, certificate: PeerCertificate) => Error | undefined;

/**
 * Creates Node's check for a list of `host:port`. Of a server that is named by its IP the NATS client does
 * not say the name, and Node takes it for "localhost": the certificate then has to be that of an IP of the
 * list.
 */
export function createIdentityCheck(servers: readonly string[]): IdentityCheck {
  const unnamed = servers.map(hostOf).filter((host) => isIP(host) > 0 || host === "localhost");
  return (host, certificate) => {
    const hosts = host === "localhost" && unnamed.length > 0 ? unnamed : [host];
    const errors = hosts.map((each) => checkServerIdentity(each, certificate));
    return errors.includes(undefined) ? undefined : errors[0];
  };
}

function hostOf(server: string): string {
  return server.slice(0, server.lastIndexOf(":")).replace(/^\[(.*)\]$/, "$1");
}
