import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const tsx = createRequire(import.meta.url).resolve("tsx");

/** Runs a program of this repository from its source, in an empty folder, and returns what it prints. */
export async function runProgram(path: string, env = process.env): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), "openclaw-program-"));
  try {
    const args = ["--conditions=@openclaw/source", "--import", tsx, path];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env });
    return stdout;
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
