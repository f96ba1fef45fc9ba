import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { findNatsServer } from "../server/find-nats-server.ts";
import { spawnGuarded } from "../server/guarded-process.ts";
import { freePort, readServerInfo } from "../server/ports.ts";

export interface TestCluster extends AsyncDisposable {
  /** All members, separated by commas. */
  readonly url: string;
  /** Ends the leader of a stream at once, as a power failure would, and starts it again after a pause. */
  killLeader(stream: string, pauseMs: number): Promise<void>;
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
  const startAll = async (): Promise<void> => void (await Promise.all(names.map(start)));
  const stopAll = async (): Promise<void> => {
    for (const child of children.values()) child.stdin?.end();
    await Promise.all(names.map(ended));
  };
  const urls = [...ports.values()].map((port) => `nats://127.0.0.1:${port}`);

  await startAll();
  while (!(await placesCopies(urls))) {
    await stopAll();
    await Promise.all(names.map(async (name) => rm(join(dir, name), { recursive: true })));
    await startAll();
  }

  return {
    url: urls.join(","),
    async killLeader(stream, pauseMs) {
      const name = await leaderOf(urls, stream);
      const pid = Number(await readFile(join(dir, `${name}.pid`), "utf8"));
      process.kill(pid, "SIGKILL");
      await ended(name);
      await sleep(pauseMs);
      await start(name);
    },
    async [Symbol.asyncDispose]() {
      await stopAll();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/**
 * Whether the members know one another well enough to hold a stream of three copies. Old servers whose
 * leader was elected before that never do ("no suitable peers for placement").
 */
async function placesCopies(servers: string[]): Promise<boolean> {
  const nats = await connect({ servers, maxReconnectAttempts: -1 });
  try {
    const { streams } = await jetstreamManager(nats, { checkAPI: false, timeout: 1000 });
    for (let attempt = 0; attempt < 20; attempt++) {
      const placed = await streams
        .add({ name: "placement", subjects: ["placement"], num_replicas: names.length })
        .then(() => streams.delete("placement"))
        .catch(() => false);
      if (placed) return true;
      await sleep(250);
    }
    return false;
  } finally {
    await nats.close();
  }
}

/** A stream has none while its members elect one. */
async function leaderOf(servers: string[], stream: string): Promise<string> {
  const nats = await connect({ servers, maxReconnectAttempts: -1 });
  try {
    const { streams } = await jetstreamManager(nats, { checkAPI: false, timeout: 1000 });
    for (;;) {
      const leader = await streams.info(stream).then(
        ({ cluster }) => cluster?.leader,
        () => undefined,
      );
      if (leader !== undefined) return leader;
      await sleep(50);
    }
  } finally {
    await nats.close();
  }
}
