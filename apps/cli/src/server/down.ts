import { setTimeout as sleep } from "node:timers/promises";
import { EventStoreError } from "@openclaw/event-schema";
import { readLockHolder } from "@openclaw/jetstream";
import { serverDir } from "../store/state-dir.ts";
import { print, printJson } from "../terminal/print.ts";
import { lockOf } from "./up.ts";

export interface DownFlags {
  readonly dir?: string | undefined;
  readonly json?: true | undefined;
}

const patienceMs = 30_000;

/**
 * Stops the server that `up` runs, and waits until it is gone.
 *
 * @throws EventStoreError `TIMEOUT`
 */
export async function down(flags: DownFlags): Promise<void> {
  const dir = serverDir(flags.dir, process.env);
  const lockDir = lockOf(dir);
  const holder = await readLockHolder(lockDir);
  if (holder !== undefined) {
    process.kill(holder.pid, "SIGTERM");
    await untilReleased(lockDir, holder.pid);
  }
  const stopped = holder !== undefined;
  if (flags.json) printJson({ stopped, dir });
  else print(stopped ? "nats-server is down" : `\`up\` runs no server in ${dir}`);
}

async function untilReleased(lockDir: string, pid: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while ((await readLockHolder(lockDir))?.pid === pid) {
    if (Date.now() > deadline)
      throw new EventStoreError(
        "TIMEOUT",
        `process ${pid} did not stop within ${patienceMs / 1000} s; look at \`openclaw-events logs\``,
      );
    await sleep(50);
  }
}
