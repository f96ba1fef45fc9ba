import { once } from "node:events";
import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EventStoreError, silentLogger, type Logger } from "@openclaw/event-schema";
import { lockDirectory } from "../lock-directory.ts";
import { processIdentity } from "../process-identity.ts";
import { findNatsServer, type NatsServerBinary } from "./find-nats-server.ts";
import { spawnGuarded } from "./guarded-process.ts";
import { freePort, readServerInfo } from "./ports.ts";
import { readServerRecord, writeServerConfig, type ServerRecord } from "./server-config.ts";

export interface EmbeddedServerOptions {
  /** Holds the store, the configuration with its secret, and the log. */
  readonly dir: string;
  /** @defaultValue the port of the last run, else a free one */
  readonly port?: number | undefined;
  /** @defaultValue what {@link findNatsServer} finds */
  readonly binary?: NatsServerBinary | undefined;
  /** How often the server writes to disk for good, in milliseconds. @defaultValue 5000 */
  readonly syncIntervalMs?: number | undefined;
  /** Longest wait for the server to recover its store and answer. @defaultValue 60000 */
  readonly readyTimeoutMs?: number;
  readonly logger?: Logger;
}

export interface EmbeddedServer extends AsyncDisposable {
  /** With the credentials in it: keep it out of logs and process lists. */
  readonly url: string;
  readonly dir: string;
  readonly port: number;
  /** Process id of the nats-server. */
  readonly pid: number;
  readonly version: string;
  readonly syncIntervalMs: number;
  /** Settles when the server has ended, for whatever reason. */
  readonly exited: Promise<void>;
}

/**
 * Starts a nats-server with JetStream as a child of this process: on loopback, with a generated
 * secret, with its own store. It ends with this process, however this process ends; disposing stops it.
 *
 * @throws EventStoreError `IN_USE` where the directory or the port has a live user, `UNAVAILABLE`
 * where no binary is found or the server does not come up
 */
export async function startEmbeddedServer({
  dir: givenDir,
  port: givenPort,
  binary: givenBinary,
  syncIntervalMs = 5000,
  readyTimeoutMs = 60_000,
  logger = silentLogger,
}: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const binary = givenBinary ?? (await findNatsServer({ logger }));
  const dir = resolve(givenDir);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(dir);
  try {
    const last = await readServerRecord(dir);
    if (last !== undefined) await untilGone(last);
    const port = await freePort({ wanted: givenPort, preferred: last?.port });
    const { config, record } = await writeServerConfig(dir, { port, syncIntervalMs, last });
    const child = spawnGuarded(binary.path, ["-c", config]);
    const exited = once(child, "exit").then(async () => lock[Symbol.asyncDispose]());
    const stop = async (): Promise<void> => {
      child.stdin?.end();
      await exited;
    };
    const pid = await ready({ dir, port, exited, timeoutMs: readyTimeoutMs }).catch(
      async (error: unknown) => {
        await stop();
        throw error;
      },
    );
    logger.info(`nats-server ${binary.version} runs on port ${port}`, { pid, dir });
    return {
      url: record.url,
      dir,
      port,
      pid,
      version: binary.version,
      syncIntervalMs,
      exited,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await lock[Symbol.asyncDispose]();
    throw error;
  }
}

/** A server whose parent was killed ends by its guard; until then the store is not ours. */
async function untilGone({ dir }: ServerRecord): Promise<void> {
  const pid = await readPid(dir);
  const identity = pid === undefined ? undefined : await processIdentity(pid);
  if (pid === undefined || identity === undefined || !(await isNatsServer(pid))) return;
  for (let waited = 0; waited < 15_000; waited += 50) {
    if ((await processIdentity(pid)) !== identity) return;
    await sleep(50);
  }
  throw new EventStoreError("IN_USE", `the nats-server with process id ${pid} still uses ${dir}`);
}

async function isNatsServer(pid: number): Promise<boolean> {
  if (process.platform !== "linux") return true;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command.includes("nats-server");
}

interface Readiness {
  readonly dir: string;
  readonly port: number;
  readonly exited: Promise<void>;
  readonly timeoutMs: number;
}

async function ready({ dir, port, exited, timeoutMs }: Readiness): Promise<number> {
  const ended = new AbortController();
  void exited.then(() => ended.abort());
  const deadline = Date.now() + timeoutMs;
  while (!ended.signal.aborted && Date.now() < deadline) {
    const info = await readServerInfo(port);
    const pid = await readPid(dir);
    if (info?.jetstream === true && pid !== undefined) return pid;
    await sleep(20);
  }
  const log = await readFile(join(dir, "nats-server.log"), "utf8").catch(() => "");
  const lines = log.trimEnd().split("\n").slice(-5).join("\n");
  const what = ended.signal.aborted ? "ended at once" : `was not ready after ${timeoutMs} ms`;
  throw new EventStoreError("UNAVAILABLE", `nats-server on port ${port} ${what}:\n${lines}`);
}

async function readPid(dir: string): Promise<number | undefined> {
  const text = await readFile(join(dir, "nats-server.pid"), "utf8").catch(() => "");
  return /^\d+/.test(text) ? Number.parseInt(text, 10) : undefined;
}
