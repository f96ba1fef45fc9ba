import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { KeyPair } from "@nats-io/nkeys";
import type { AccountPlan } from "./account-plan.ts";
import { encodeAccounts, encodeUserJwt } from "./encode-accounts.ts";
import { loginFile, openKeyStore, readText, type KeyStore } from "./key-store.ts";
import { inboxOf, type Layout } from "./layout.ts";
import { planAccounts } from "./plan-accounts.ts";
import { renderAccounts } from "./render-accounts.ts";

export interface WriteLayoutOptions {
  /** Accounts and users as JWTs signed by an operator; once so, always so. @defaultValue false */
  readonly operatorMode?: boolean | undefined;
}

/** How a user of a layout logs in. */
export interface Login {
  /** Path of its credentials or seed file. */
  readonly credentials: string;
  readonly inboxPrefix: string;
}

export type LoginOf = (user: string) => Login;

/**
 * Writes a nats-server's configuration that keeps stores apart, with the keys of all users. Keys that
 * exist are kept, and so is `nats-server.conf`, which is the operator's; `accounts.conf` is written anew.
 *
 * @returns how the users log in
 */
export async function writeLayout(
  dir: string,
  layout: Layout,
  { operatorMode = false }: WriteLayoutOptions = {},
): Promise<LoginOf> {
  const keys = await openKeyStore(dir);
  const plans = planAccounts(layout);
  const isSigned = operatorMode || (await isOperatorMode(dir));
  const path = join(dir, "accounts.conf");
  const before = (await readText(path)) ?? "";
  const accounts = isSigned
    ? await signAccounts(plans, keys, before)
    : await keyAccounts(plans, keys);
  await writeFile(path, accounts);
  const server = join(dir, "nats-server.conf");
  if (!(await exists(server))) await writeFile(server, serverConfig(dir));
  return readLogins(dir);
}

/** How the users of a written layout log in. */
export async function readLogins(dir: string): Promise<LoginOf> {
  const operatorMode = await isOperatorMode(dir);
  return (user) => ({
    credentials: loginFile(dir, user, operatorMode),
    inboxPrefix: inboxOf(user),
  });
}

async function isOperatorMode(dir: string): Promise<boolean> {
  return exists(join(dir, "keys", "operator.nk"));
}

async function keyAccounts(plans: readonly AccountPlan[], keys: KeyStore): Promise<string> {
  const known = new Map<string, string>();
  for (const { name } of plans.flatMap(({ users }) => users))
    known.set(name, (await keys.user(name)).getPublicKey());
  return renderAccounts(plans, (user) => known.get(user) ?? "");
}

async function signAccounts(
  plans: readonly AccountPlan[],
  keys: KeyStore,
  before: string,
): Promise<string> {
  const accounts = new Map<string, KeyPair>();
  for (const { name } of plans) accounts.set(name, await keys.account(name));
  for (const { name, users } of plans)
    for (const user of users) {
      const key = await keys.user(user.name);
      const pair = { key, account: await keys.account(name) };
      const known = await keys.readJwt(user.name);
      const jwt = await encodeUserJwt(user, pair, known);
      if (jwt !== known) await keys.writeJwt(user.name, jwt);
    }
  return encodeAccounts(plans, { operator: await keys.operator(), accounts, before });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function serverConfig(dir: string): string {
  const store = JSON.stringify(join(dir, "jetstream"));
  return `# Written once by \`openclaw-events isolation generate\`; yours from then on.
server_name: "openclaw-events"

# Loopback needs no TLS. For agents on other machines: their address here, and a certificate.
listen: "127.0.0.1:4222"
# tls {
#   cert_file: "/etc/nats/server-cert.pem"
#   key_file: "/etc/nats/server-key.pem"
# }

# No http_port: the monitoring port asks for no credentials.
max_payload: 1MB
max_connections: 4096
ping_interval: "20s"
ping_max: 2

# Without max_file_store, three quarters of the free disk; the accounts' limits have to fit in.
jetstream { store_dir: ${store} }

include "accounts.conf"
`;
}
