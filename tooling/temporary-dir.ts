import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty directory; disposing it removes it, with what a process that ends still puts there. */
export async function temporaryDir(): Promise<AsyncDisposable & { readonly dir: string }> {
  const dir = await mkdtemp(join(tmpdir(), "openclaw-"));
  return {
    dir,
    [Symbol.asyncDispose]: async () => rm(dir, { recursive: true, force: true, maxRetries: 5 }),
  };
}
