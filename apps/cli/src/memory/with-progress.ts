import type { RunOptions } from "@openclaw/migrate";
import { formatBytes } from "../terminal/format.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { oneLine } from "../terminal/print.ts";
import { createProgressLine } from "../terminal/progress.ts";

/** Shows how far a run over files is, and ends it on Ctrl-C. */
export async function withProgress<T>(run: (options: RunOptions) => Promise<T>): Promise<T> {
  using line = createProgressLine(formatBytes);
  return await run({
    signal: interruptSignal(),
    onProgress: ({ path, bytes, totalBytes }) => line.show(bytes, totalBytes, oneLine(path)),
  });
}
