import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { EventStoreError } from "@openclaw/event-schema";
import { keepBinary } from "./keep-binary.ts";
import { release } from "./versions.ts";

const releases = "https://github.com/nats-io/nats-server/releases/download";

/**
 * Fetches the official release archive, compares it with the release's SHA256SUMS and keeps the server.
 *
 * @throws EventStoreError `UNAVAILABLE` where it cannot be had, `CORRUPT` where the sums differ
 */
export async function downloadRelease(cache: string): Promise<string> {
  const { platform, arch } = process;
  const system = new Map<string, string>([
    ["x64", "amd64"],
    ["arm64", "arm64"],
  ]).get(arch);
  if (system === undefined || (platform !== "linux" && platform !== "darwin"))
    throw new EventStoreError("UNAVAILABLE", `there is no release for ${platform} on ${arch}`);
  const name = `nats-server-v${release}-${platform}-${system}`;
  const sums = await get(`${releases}/v${release}/SHA256SUMS`);
  const expected = new RegExp(`^([0-9a-f]{64})\\s+\\*?${name}\\.tar\\.gz$`, "m").exec(
    sums.toString(),
  )?.[1];
  const archive = await get(`${releases}/v${release}/${name}.tar.gz`);
  const actual = createHash("sha256").update(archive).digest("hex");
  if (actual !== expected)
    throw new EventStoreError(
      "CORRUPT",
      `${name}.tar.gz has SHA-256 ${actual}, the release says ${expected ?? "nothing"}`,
    );
  const dir = await mkdtemp(join(tmpdir(), "nats-server-"));
  try {
    await writeFile(join(dir, "archive.tar.gz"), archive);
    await promisify(execFile)("tar", ["-xzf", "archive.tar.gz"], { cwd: dir });
    return await keepBinary(join(dir, name, "nats-server"), { cache, entry: `${release}-release` });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function get(url: string): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) }).catch(
    (cause: unknown) => {
      throw new EventStoreError("UNAVAILABLE", `${new URL(url).host} cannot be reached`, { cause });
    },
  );
  if (!response.ok)
    throw new EventStoreError("UNAVAILABLE", `${url} answered HTTP ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}
