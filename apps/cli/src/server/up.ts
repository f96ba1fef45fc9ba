import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { EventStoreError, type Logger, silentLogger } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";
import { connect, lockDirectory, readLockHolder } from "@openclaw/jetstream";
import { startEmbeddedServer, type EmbeddedServer } from "@openclaw/jetstream/server";
import { serveMetrics } from "../metrics/serve-metrics.ts";
import { findConfig } from "../store/find-config.ts";
import { openStore } from "../store/open-store.ts";
import { serverDir } from "../store/state-dir.ts";
import { wantedStreams } from "../store/wanted-streams.ts";
import { note, print, printJson } from "../terminal/print.ts";
import { startDetached } from "./start-detached.ts";

export interface UpFlags {
  readonly dir?: string | undefined;
  readonly port?: number | undefined;
  readonly config?: string | undefined;
  readonly metrics?: number | undefined;
  readonly detach?: true | undefined;
  readonly json?: true | undefined;
}

/** What is told of a running server; its secret stays in the directory. */
export interface RunningServer {
  readonly address: string;
  readonly version: string;
  readonly pid: number;
  readonly dir: string;
}

/**
 * Runs the embedded server until it is told to stop.
 *
 * @throws EventStoreError `IN_USE` where another process has the directory or the port
 */
export async function up(flags: UpFlags): Promise<void> {
  const dir = serverDir(flags.dir, process.env);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const holder = await readLockHolder(lockOf(dir));
  if (holder !== undefined)
    throw new EventStoreError(
      "IN_USE",
      `a server is up in ${dir} already, by process ${holder.pid}: stop it with \`openclaw-events down\`, or choose another --dir`,
    );
  if (flags.detach) tell(await startDetached(dir, flags), flags);
  else await runHere(dir, flags);
}

/** Tells `down` which process to stop: the directory's own lock may be a gateway's. */
export function lockOf(dir: string): string {
  return join(dir, "up");
}

async function runHere(dir: string, flags: UpFlags): Promise<void> {
  const stopped = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  const { config } = await findConfig(flags.config, process.env);
  const lock = await lockDirectory(lockOf(dir));
  try {
    await using server = await startEmbeddedServer({ dir, port: flags.port, logger: progress });
    await provision(server, config);
    await using _ = await startMetrics(dir, flags);
    announce(server, flags);
    const ended = server.exited.then(() => "ended" as const);
    if ((await Promise.race([stopped, ended])) === "ended")
      throw new EventStoreError(
        "UNAVAILABLE",
        `nats-server ended by itself; \`openclaw-events logs --dir ${dir}\` shows why`,
      );
  } finally {
    await lock[Symbol.asyncDispose]();
  }
}

async function startMetrics(
  dir: string,
  { config, metrics }: UpFlags,
): Promise<AsyncDisposable | undefined> {
  if (metrics === undefined) return undefined;
  const store = await openStore({ config, dir });
  const served = await serveMetrics(store, metrics);
  return {
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}

async function provision(server: EmbeddedServer, config: EventStoreConfig): Promise<void> {
  await using connection = connect({ url: server.url });
  for (const { spec } of wantedStreams(config)) await connection.ensureStream(spec);
}

function announce({ port, version, pid, dir }: EmbeddedServer, flags: UpFlags): void {
  const running = { address: `nats://127.0.0.1:${port}`, version, pid, dir };
  if (process.send) {
    process.send(running);
    process.disconnect();
  } else tell(running, flags);
}

/** Finding a server may mean to download one. */
const progress: Logger = {
  ...silentLogger,
  info: (message) => {
    if (process.stderr.isTTY) note(message);
  },
};

function tell(running: RunningServer, flags: UpFlags): void {
  if (flags.json) {
    printJson(running);
    return;
  }
  const { address, version, dir } = running;
  print(`nats-server ${version} is up at ${address}, its store in ${dir}`);
  print(flags.detach ? "Stop it with: openclaw-events down" : "Stop it with Ctrl-C");
}
