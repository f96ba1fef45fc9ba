import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findNatsServer } from "../server/find-nats-server.ts";
import { spawnGuarded } from "../server/guarded-process.ts";
import { freePort, readServerInfo } from "../server/ports.ts";

export interface ConfiguredServer extends AsyncDisposable {
  readonly port: number;
  /** A directory of its own. */
  readonly dir: string;
  /** Has the server read its settings again, as `nats-server --signal reload` does. */
  reload(): Promise<void>;
}

/** A server with settings that no embedded one has; `config` follows a loopback address and a free port. */
export async function startConfiguredServer(
  config: (dir: string) => string | Promise<string>,
): Promise<ConfiguredServer> {
  const { path } = await findNatsServer();
  const dir = await mkdtemp(join(tmpdir(), "openclaw-nats-"));
  const port = await freePort({});
  const file = join(dir, "nats-server.conf");
  const log = join(dir, "nats-server.log");
  const pidFile = join(dir, "nats-server.pid");
  const head = `listen: "127.0.0.1:${port}"\npid_file: ${JSON.stringify(pidFile)}\n`;
  await writeFile(file, `${head}log_file: ${JSON.stringify(log)}\n${await config(dir)}\n`);
  const child = spawnGuarded(path, ["-c", file]);
  const exited = once(child, "exit");
  while ((await readServerInfo(port)) === undefined) {
    if (child.exitCode !== null)
      throw new Error(`nats-server did not take the settings in ${file}`);
    await sleep(20);
  }
  return {
    port,
    dir,
    async reload() {
      const before = await countReloads(log);
      process.kill(Number(await readFile(pidFile, "utf8")), "SIGHUP");
      while ((await countReloads(log)) === before) await sleep(20);
    },
    async [Symbol.asyncDispose]() {
      child.stdin?.end();
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function countReloads(log: string): Promise<number> {
  return (await readFile(log, "utf8")).split("Reloaded server configuration").length;
}
