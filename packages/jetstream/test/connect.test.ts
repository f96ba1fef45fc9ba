import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeAccount, encodeOperator, encodeUser, fmtCreds } from "@nats-io/jwt";
import { nkeys } from "@nats-io/nats-core";
import { writeCertificates } from "@openclaw/tooling/certificates";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type ConnectOptions } from "../src/index.ts";
import { startConfiguredServer } from "../src/testing/index.ts";

type Login = Pick<ConnectOptions, "credentials"> & {
  /** What stands before the host. */
  readonly user?: string;
};

const limits = { conn: -1, leaf: -1, subs: -1, data: -1, payload: -1, imports: -1, exports: -1 };

/** The settings of a server, and with which login it lets somebody in. */
type Way = () => Promise<readonly [config: string, login: Login]>;

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "openclaw-connect-"));
});

afterAll(async () => rm(dir, { recursive: true }));

const ways: Readonly<Record<string, Way>> = {
  "user and password": async () => [
    `authorization { user: "some@one", password: "p@ss/w:rd,%" }`,
    { user: "some%40one:p%40ss%2Fw%3Ard%2C%25" },
  ],
  "a token": async () => [`authorization { token: "s3cr3t" }`, { user: "s3cr3t" }],
  async "an nkey"() {
    const user = nkeys.createUser();
    const nkey = await write("user.nk", `${text(user.getSeed())}\n`);
    return [
      `authorization { users: [{ nkey: ${user.getPublicKey()} }] }`,
      { credentials: { nkey } },
    ];
  },
  async "a credentials file"() {
    const [operator, account, user] = [
      nkeys.createOperator(),
      nkeys.createAccount(),
      nkeys.createUser(),
    ];
    const accountJwt = await encodeAccount("A", account, { limits }, { signer: operator });
    const creds = await write(
      "user.creds",
      text(fmtCreds(await encodeUser("u", user, account), user)),
    );
    return [
      `operator: ${await encodeOperator("O", operator)}
       resolver: MEMORY
       resolver_preload: { ${account.getPublicKey()}: ${accountJwt} }`,
      { credentials: { creds } },
    ];
  },
  async "a certificate of the server"() {
    const { ca, tls } = await writeCertificates(dir);
    return [`tls { ${tls} }`, { credentials: { ca } }];
  },
  async "certificates of both sides"() {
    const { tls, ...credentials } = await writeCertificates(dir);
    return [`tls { ${tls}, ca_file: "${credentials.ca}", verify: true }`, { credentials }];
  },
};

test.each(Object.entries(ways))("%s lets a user in, and nothing else does", async (_, way) => {
  const [config, { user, credentials }] = await way();
  await using server = await startConfiguredServer(() => config);
  const host = `localhost:${server.port}`;
  await using stranger = connect({ url: host });
  await using connection = connect({
    url: user === undefined ? host : `nats://${user}@${host}`,
    ...(credentials && { credentials }),
  });

  const [refused, ready] = await Promise.allSettled(
    [stranger, connection].map(async (each) => each.ready({ failFast: true })),
  );

  expect(ready).toMatchObject({ value: { version: expect.stringMatching(/^\d+\.\d+/) } });
  expect(refused).toMatchObject({
    reason: { code: expect.stringMatching(/^(PERMISSION_DENIED|UNAVAILABLE)$/) },
  });
});

test("of several servers one that is up is found", async () => {
  await using server = await startConfiguredServer(() => "");
  await using connection = connect({ url: `127.0.0.1:1,nats://127.0.0.1:${server.port}` });

  await expect(connection.ready()).resolves.toMatchObject({ maxPayload: 1024 * 1024 });
});

async function write(name: string, content: string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, content, { mode: 0o600 });
  return path;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
