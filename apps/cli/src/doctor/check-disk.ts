import { existsSync } from "node:fs";
import { readFile, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { StreamState } from "@openclaw/jetstream";
import { formatBytes, formatDuration } from "../terminal/format.ts";
import { note, ok, problem, warning, type Finding } from "./finding.ts";

const dayMs = 86_400_000;

/** Whether the embedded server's disk will hold what the streams are going to keep. */
export async function checkDisk(
  dir: string,
  states: readonly StreamState[],
): Promise<readonly Finding[]> {
  if (!existsSync(join(dir, "nats-server.conf"))) return [];
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  const growth = states.reduce((sum, state) => sum + growthOf(state), 0);
  return [await checkSync(dir), checkRoom(free, growth)];
}

function checkRoom(free: number, growth: number): Finding {
  const message = `${formatBytes(free)} are free on the disk of the embedded server`;
  const remedy =
    "free some space, or keep less: lower retention.maxAgeDays or set retention.maxBytes";
  if (free < 256 * 1024 ** 2) return problem("disk.free", message, remedy);
  if (growth > free)
    return warning(
      "disk.free",
      `${message}, and the streams are going to grow by ${formatBytes(growth)} until their retention holds them`,
      remedy,
    );
  return ok("disk.free", message);
}

/** What a stream will still gain until its oldest events are as old as they may become, in bytes. */
function growthOf(state: StreamState): number {
  const { bytes, firstStoredAt, lastStoredAt, maxAgeMs, maxBytes = Infinity } = state;
  const ageMs = (lastStoredAt ?? 0) - (firstStoredAt ?? 0);
  if (ageMs < dayMs) return 0;
  const spanMs = maxAgeMs === 0 ? 365 * dayMs : maxAgeMs;
  const final = Math.min((bytes / ageMs) * spanMs, maxBytes);
  return Math.max(0, final - bytes);
}

async function checkSync(dir: string): Promise<Finding> {
  const text = await readFile(join(dir, "nats-server.conf"), "utf8");
  const milliseconds = Number(/sync_interval: "(\d+)ms"/.exec(text)?.[1]);
  return Number.isFinite(milliseconds)
    ? ok(
        "server.sync",
        `the embedded server has events on disk after ${formatDuration(milliseconds)}`,
      )
    : note("server.sync", "how soon the embedded server has events on disk is not known");
}
