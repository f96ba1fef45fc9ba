import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findNatsServer } from "../server/find-nats-server.ts";
import { spawnGuarded } from "../server/guarded-process.ts";
import { freePort, readServerInfo } from "../server/ports.ts";

export interface TestCluster extends AsyncDisposable {
  /** All members, separated by commas. */
  readonly url: string;
  /** Ends a member at once, as a power failure would, and starts it again after a pause. */
  killAndRestart(name: string, pauseMs: number): Promise<void>;
}

const names = ["n1", "n2", "n3"] as const;

/** Three JetStream servers on this machine that replicate to one another. */
export async function startTestCluster(): Promise<TestCluster> {
  const { path } = await findNatsServer();
  const dir = await mkdtemp(join(tmpdir(), "openclaw-nats-cluster-"));
  const ports = new Map<string, number>();
  const routes = new Map<string, number>();
  for (const name of names) {
    ports.set(name, await freePort({}));
    routes.set(name, await freePort({}));
  }
  const children = new Map<string, ReturnType<typeof spawnGuarded>>();

  const start = async (name: string): Promise<void> => {
    children.set(name, spawnGuarded(path, ["-c", join(dir, `${name}.conf`)]));
    while ((await readServerInfo(ports.get(name) ?? 0)) === undefined) await sleep(50);
  };

  const ended = async (name: string): Promise<void> => {
    const child = children.get(name);
    if (child !== undefined && child.exitCode === null) await once(child, "exit");
  };

  for (const name of names)
    await writeFile(
      join(dir, `${name}.conf`),
      `server_name: ${name}
listen: "127.0.0.1:${ports.get(name)}"
pid_file: "${join(dir, `${name}.pid`)}"
log_file: "${join(dir, `${name}.log`)}"
jetstream { store_dir: "${join(dir, name)}" }
cluster {
  name: test
  listen: "127.0.0.1:${routes.get(name)}"
  routes: [${[...routes.values()].map((port) => `"nats://127.0.0.1:${port}"`).join(", ")}]
}
`,
    );
  await Promise.all(names.map(start));

  return {
    url: [...ports.values()].map((port) => `nats://127.0.0.1:${port}`).join(","),
    async killAndRestart(name, pauseMs) {
      const pid = Number(await readFile(join(dir, `${name}.pid`), "utf8"));
      process.kill(pid, "SIGKILL");
      await ended(name);
      await sleep(pauseMs);
      await start(name);
    },
    async [Symbol.asyncDispose]() {
      for (const child of children.values()) child.stdin?.end();
      await Promise.all(names.map(ended));
      await rm(dir, { recursive: true, force: true });
    },
  };
}
