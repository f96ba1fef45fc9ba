import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EventStoreError } from "@openclaw/event-schema";
import { serverDir } from "../store/state-dir.ts";
import { print, printJson } from "../terminal/print.ts";

export interface LogsFlags {
  readonly dir?: string | undefined;
  readonly lines: number;
  readonly json?: true | undefined;
}

/**
 * Prints the end of the embedded server's log.
 *
 * @throws EventStoreError `UNAVAILABLE` where no server ran
 */
export async function logs(flags: LogsFlags): Promise<void> {
  const dir = serverDir(flags.dir, process.env);
  const path = join(dir, "nats-server.log");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const message = `there is no log in ${dir}: start a server with \`openclaw-events up\``;
    throw new EventStoreError("UNAVAILABLE", message, { cause });
  }
  const lines = text.trimEnd().split("\n").slice(-flags.lines);
  if (flags.json) printJson({ lines });
  else for (const line of lines) print(line);
}
