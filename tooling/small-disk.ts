import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A disk in memory, as small as is asked. */
export interface SmallDisk extends AsyncDisposable {
  readonly dir: string;
  /** Takes all the room that is left. */
  fill(): Promise<void>;
  free(): Promise<void>;
}

/** Mounts one, which takes root. */
export async function mountDisk(size: string): Promise<SmallDisk> {
  const dir = await mkdtemp(join(tmpdir(), "openclaw-disk-"));
  const ballast = join(dir, "ballast");
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", dir]);
  } catch (error) {
    await rm(dir, { recursive: true });
    throw error;
  }
  return {
    dir,
    async fill() {
      const args = ["if=/dev/zero", `of=${ballast}`, "bs=64K"];
      await run("dd", args).catch(() => undefined);
    },
    free: async () => rm(ballast),
    async [Symbol.asyncDispose]() {
      await run("umount", [dir]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Whether this process may mount. */
export async function canMount(): Promise<boolean> {
  try {
    await using _ = await mountDisk("1m");
    return true;
  } catch {
    return false;
  }
}
