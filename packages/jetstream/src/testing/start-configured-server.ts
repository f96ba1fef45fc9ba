import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
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
}

/** A server with settings that no embedded one has; `config` follows a loopback address and a free port. */
export async function startConfiguredServer(
  config: (dir: string) => string,
): Promise<ConfiguredServer> {
  const { path } = await findNatsServer();
  const dir = await mkdtemp(join(tmpdir(), "openclaw-nats-"));
  const port = await freePort({});
  const file = join(dir, "nats-server.conf");
  await writeFile(file, `listen: "127.0.0.1:${port}"\n${config(dir)}\n`);
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
    async [Symbol.asyncDispose]() {
      child.stdin?.end();
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
