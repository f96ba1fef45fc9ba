import { randomBytes } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const recordSchema = z.object({
  dir: z.string(),
  port: z.number(),
  /** With the credentials in it. */
  url: z.string(),
});

/** What a running embedded server leaves for others of this user, in `server.json`. */
export type ServerRecord = z.infer<typeof recordSchema>;

/** How to reach the embedded server of `dir`, as of its last start; `undefined` where there was none. */
export async function readServerRecord(dir: string): Promise<ServerRecord | undefined> {
  const text = await readFile(join(dir, "server.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
}

interface ServerSettings {
  readonly port: number;
  readonly syncIntervalMs: number;
  readonly last: ServerRecord | undefined;
}

/** Writes `nats-server.conf` and `server.json`, readable by this user only; the secret stays the same. */
export async function writeServerConfig(
  dir: string,
  { port, syncIntervalMs, last }: ServerSettings,
): Promise<{ readonly config: string; readonly record: ServerRecord }> {
  const password =
    last === undefined ? randomBytes(24).toString("base64url") : new URL(last.url).password;
  const record = { dir, port, url: `nats://openclaw:${password}@127.0.0.1:${port}` };
  const config = join(dir, "nats-server.conf");
  const file = (name: string): string => JSON.stringify(join(dir, name));
  const text = `server_name: "openclaw-embedded"
listen: "127.0.0.1:${port}"
pid_file: ${file("nats-server.pid")}
log_file: ${file("nats-server.log")}
logfile_size_limit: 10MB
logfile_max_num: 2
jetstream { store_dir: ${file("store")}, sync_interval: "${syncIntervalMs}ms" }
authorization { user: openclaw, password: "${password}" }
`;
  await rm(join(dir, "nats-server.pid"), { force: true });
  await writeFile(config, text, { mode: 0o600 });
  await writeFile(join(dir, "server.json"), JSON.stringify(record), { mode: 0o600 });
  return { config, record };
}
