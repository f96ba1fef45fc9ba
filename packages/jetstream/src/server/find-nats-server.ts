import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { EventStoreError, silentLogger, type Logger } from "@openclaw/event-schema";
import { downloadFromDebian } from "./download-from-debian.ts";
import { downloadRelease } from "./download-release.ts";
import { isAtLeast, oldestSupported, oldestToChoose } from "./versions.ts";

export interface NatsServerBinary {
  readonly path: string;
  readonly version: string;
  readonly source: "NATS_SERVER_BIN" | "PATH" | "cache" | "release" | "debian";
}

export interface FindNatsServerOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly logger?: Logger;
}

/**
 * Finds a nats-server, and fetches one where the machine has none: `NATS_SERVER_BIN`, `PATH`, the
 * cache, the official release, the Debian package. `NATS_SERVER_DOWNLOAD=0` keeps it off the network.
 *
 * A binary named by `NATS_SERVER_BIN` is used or refused, never replaced.
 *
 * @throws EventStoreError `UNAVAILABLE`, telling what was tried and what to do
 */
export async function findNatsServer({
  env = process.env,
  logger = silentLogger,
}: FindNatsServerOptions = {}): Promise<NatsServerBinary> {
  const tried: string[] = [];
  for await (const candidate of candidates({ env, logger, tried })) {
    const version = await versionOf(candidate.path);
    if (version === undefined) {
      if (candidate.source !== "PATH")
        tried.push(`${candidate.source}: ${candidate.path} does not run`);
      continue;
    }
    const min = candidate.source === "NATS_SERVER_BIN" ? oldestSupported : oldestToChoose;
    if (isAtLeast(version, min)) return { ...candidate, version };
    tried.push(`${candidate.source}: ${candidate.path} is ${version}, older than ${min}`);
  }
  const attempts = tried.map((line) => `\n  ${line}`).join("");
  throw new EventStoreError(
    "UNAVAILABLE",
    `no usable nats-server was found:${attempts}\n` +
      `Install nats-server ${oldestToChoose} or newer, or set NATS_SERVER_BIN to one.`,
  );
}

/** Where downloaded servers are kept: `NATS_SERVER_CACHE`, else below the user's cache directory. */
export function serverCache(env: NodeJS.ProcessEnv = process.env): string {
  const userCache = env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return env["NATS_SERVER_CACHE"] ?? join(userCache, "openclaw", "nats-server");
}

type Candidate = Pick<NatsServerBinary, "path" | "source">;

interface Search {
  readonly env: NodeJS.ProcessEnv;
  readonly logger: Logger;
  readonly tried: string[];
}

async function* candidates({ env, logger, tried }: Search): AsyncGenerator<Candidate> {
  if (env["NATS_SERVER_BIN"]) {
    yield { path: env["NATS_SERVER_BIN"], source: "NATS_SERVER_BIN" };
    return;
  }
  const cache = serverCache(env);
  yield* onPath(env);
  yield* await inCache(cache);
  if (env["NATS_SERVER_DOWNLOAD"] === "0") {
    tried.push("downloads are switched off by NATS_SERVER_DOWNLOAD=0");
    return;
  }
  for (const [source, download] of downloads) {
    logger.info(`fetching nats-server (${source})`);
    try {
      yield { path: await download(cache), source };
    } catch (error) {
      tried.push(`${source}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

const downloads = [
  ["release", downloadRelease],
  ["debian", downloadFromDebian],
] as const;

function onPath(env: NodeJS.ProcessEnv): readonly Candidate[] {
  const dirs = [...(env["PATH"] ?? "").split(delimiter), "/usr/local/sbin", "/usr/sbin"];
  return [...new Set(dirs.filter(Boolean))].map((dir) => ({
    path: join(dir, "nats-server"),
    source: "PATH",
  }));
}

async function inCache(cache: string): Promise<readonly Candidate[]> {
  const entries = await readdir(cache).catch(() => []);
  return entries
    .filter((entry) => /^\d/.test(entry))
    .toSorted((a, b) => b.localeCompare(a, "en", { numeric: true }))
    .map((entry) => ({ path: join(cache, entry, "nats-server"), source: "cache" }));
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ["--version"], { timeout: 10_000 });
    return /(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}
