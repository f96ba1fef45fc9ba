import { writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { generate } from "selfsigned";

/** Paths of PEM files for TLS with a server. */
export interface Certificates {
  /** The server's certificate, which is its own authority. */
  readonly ca: string;
  /** A client's certificate, signed by it, and its key. */
  readonly cert: string;
  readonly key: string;
  /** The server's certificate and key as its configuration names them. */
  readonly tls: string;
}

/** Writes certificates of both sides to a directory; that of the server names it or its IP. */
export async function writeCertificates(dir: string, host = "localhost"): Promise<Certificates> {
  const altName =
    isIP(host) > 0 ? { type: 7 as const, ip: host } : { type: 2 as const, value: host };
  const made = await generate([{ name: "commonName", value: "event store test" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [altName] },
    ],
    clientCertificate: { cn: "client", keyType: "ec", algorithm: "sha256" },
  });
  const write = async (name: string, content = ""): Promise<string> => {
    const path = join(dir, name);
    await writeFile(path, content, { mode: 0o600 });
    return path;
  };
  const ca = await write("server.pem", made.cert);
  const serverKey = await write("server.key", made.private);
  return {
    ca,
    cert: await write("client.pem", made.clientcert),
    key: await write("client.key", made.clientprivate),
    tls: `cert_file: "${ca}", key_file: "${serverKey}"`,
  };
}
