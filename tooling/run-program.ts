import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const tsx = createRequire(import.meta.url).resolve("tsx");

/** What Node needs before the path of a program of this repository, to run it from its source. */
export const fromSource = ["--conditions=@openclaw/source", "--import", tsx] as const;

/** Runs a program of this repository from its source, in an empty folder, and returns what it prints. */
export async function runProgram(path: string, env = process.env): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), "openclaw-program-"));
  try {
    const { stdout } = await run(process.execPath, [...fromSource, path], { cwd, env });
    return stdout;
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
