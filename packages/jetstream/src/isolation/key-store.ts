import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fmtCreds } from "@nats-io/jwt";
import { createAccount, createOperator, createUser, fromSeed, type KeyPair } from "@nats-io/nkeys";

/** The secrets of a layout, one file each, readable by this user only; those that exist are kept. */
export interface KeyStore {
  operator(): Promise<KeyPair>;
  account(name: string): Promise<KeyPair>;
  user(name: string): Promise<KeyPair>;
  /** Keeps the JWT of a user together with its key; `undefined` asks for the one that is kept. */
  readJwt(user: string): Promise<string | undefined>;
  writeJwt(user: string, jwt: string): Promise<void>;
}

/** Where the login of a user is kept: its seed, or in operator mode its JWT and seed. */
export function loginFile(dir: string, user: string, operatorMode: boolean): string {
  return join(dir, "keys", `${user}.${operatorMode ? "creds" : "nk"}`);
}

export async function openKeyStore(dir: string): Promise<KeyStore> {
  const keys = join(dir, "keys");
  await mkdir(keys, { recursive: true, mode: 0o700 });
  const keep = async (name: string, create: () => KeyPair): Promise<KeyPair> => {
    const path = join(keys, `${name}.nk`);
    const known = await readText(path);
    if (known !== undefined) return fromSeed(Buffer.from(known.trim()));
    const made = create();
    await writeFile(path, `${Buffer.from(made.getSeed()).toString()}\n`, { mode: 0o600 });
    return made;
  };
  return {
    operator: async () => keep("operator", createOperator),
    account: async (name) => keep(`account-${name}`, createAccount),
    user: async (name) => keep(name, createUser),
    async readJwt(user) {
      const creds = await readText(loginFile(dir, user, true));
      return /BEGIN NATS USER JWT-+\s+(\S+)/.exec(creds ?? "")?.[1];
    },
    async writeJwt(user, jwt) {
      const creds = fmtCreds(jwt, await keep(user, createUser));
      await writeFile(loginFile(dir, user, true), creds, { mode: 0o600 });
    },
  };
}

/** The text of a file, `undefined` where there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
