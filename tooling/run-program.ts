import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { temporaryDir } from "./temporary-dir.ts";

const run = promisify(execFile);
const tsx = createRequire(import.meta.url).resolve("tsx");

/** What Node needs before the path of a program of this repository, to run it from its source. */
export const fromSource = ["--conditions=@openclaw/source", "--import", tsx] as const;

/** Runs a program of this repository from its source, in an empty folder, and returns what it prints. */
export async function runProgram(path: string, env = process.env): Promise<string> {
  await using temporary = await temporaryDir();
  const { stdout } = await run(process.execPath, [...fromSource, path], {
    cwd: temporary.dir,
    env,
  });
  return stdout;
}
