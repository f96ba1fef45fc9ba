import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCertificates } from "@openclaw/tooling/certificates";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createIdentityCheck } from "../src/check-identity.ts";
import { connect } from "../src/index.ts";
import { startConfiguredServer } from "../src/testing/index.ts";

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "openclaw-identity-"));
});

afterAll(async () => rm(dir, { recursive: true }));

/** Connects to a server whose certificate names a host. */
async function connectTo(host: string, url: (port: number) => string): Promise<object> {
  const { ca, tls } = await writeCertificates(await mkdtemp(join(dir, "of-")), host);
  await using server = await startConfiguredServer(() => `tls { ${tls} }`);
  await using connection = connect({ url: url(server.port), credentials: { ca } });
  return await connection.ready({ failFast: true });
}

test.each([
  ["127.0.0.1", "tls://127.0.0.1:PORT"],
  ["127.0.0.1", "nats://127.0.0.1:PORT"],
  ["127.0.0.1", "tls://localhost:1,tls://127.0.0.1:1,tls://127.0.0.1:PORT"],
  ["localhost", "tls://127.0.0.1:1,tls://localhost:PORT"],
])("a server whose certificate names %s is reached as %s", async (host, url) => {
  const ready = connectTo(host, (port) => url.replace("PORT", String(port)));

  await expect(ready).resolves.toMatchObject({ maxPayload: 1024 * 1024 });
});

test.each([
  ["localhost", "tls://127.0.0.1:PORT"],
  ["localhost", "nats://127.0.0.1:PORT"],
  ["127.0.0.2", "tls://127.0.0.1:PORT"],
  ["127.0.0.1", "tls://localhost:PORT"],
])("a server whose certificate names %s is refused as %s", async (host, url) => {
  const ready = connectTo(host, (port) => url.replace("PORT", String(port)));

  await expect(ready).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringContaining("altnames"),
  });
});

test("the certificate of a server that is named by an IPv6 address has to name that", async () => {
  const { ca } = await writeCertificates(await mkdtemp(join(dir, "of-")), "::1");
  const certificate = new X509Certificate(await readFile(ca)).toLegacyObject();

  expect(createIdentityCheck(["[::1]:4222"])("localhost", certificate)).toBeUndefined();
  expect(createIdentityCheck(["[::2]:4222"])("localhost", certificate)).toBeInstanceOf(Error);
  expect(createIdentityCheck(["[::1]:4222"])("nats.example", certificate)).toBeInstanceOf(Error);
});
