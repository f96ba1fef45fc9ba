import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { EventStoreError } from "@openclaw/event-schema";
import { z } from "zod";
import type { RunningServer, UpFlags } from "./up.ts";

const runningSchema = z.object({
  address: z.string(),
  version: z.string(),
  pid: z.number(),
  dir: z.string(),
});

/**
 * Starts this program's `up` as a process of its own that outlives this one, and waits until the server
 * answers.
 *
 * @throws EventStoreError `UNAVAILABLE`, with what the process said before it ended
 */
export async function startDetached(
  dir: string,
  { port, config, metrics }: Pick<UpFlags, "port" | "config" | "metrics">,
): Promise<RunningServer> {
  const logPath = join(dir, "up.log");
  await using log = await open(logPath, "w", 0o600);
  const args = [
    ["--dir", dir],
    ...(port === undefined ? [] : [["--port", String(port)]]),
    ...(config === undefined ? [] : [["--config", config]]),
    ...(metrics === undefined ? [] : [["--metrics", String(metrics)]]),
  ];
  const child = spawn(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? "", "up", ...args.flat()],
    { detached: true, stdio: ["ignore", log.fd, log.fd, "ipc"] },
  );
  const running = await Promise.race([firstMessage(child), once(child, "exit")]);
  if (Array.isArray(running)) {
    const said = (await readFile(logPath, "utf8")).trim().replace(/^openclaw-events: /, "");
    throw new EventStoreError("UNAVAILABLE", said || `\`up\` ended at once; see ${logPath}`);
  }
  child.unref();
  return running;
}

async function firstMessage(child: ChildProcess): Promise<RunningServer> {
  const [message] = await once(child, "message");
  return runningSchema.parse(message);
}
