import { randomUUID } from "node:crypto";
import { access, chmod, cp, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** Puts a binary into the cache under `entry` in one step, so that no process sees half of it. */
export async function keepBinary(
  file: string,
  { cache, entry }: { readonly cache: string; readonly entry: string },
): Promise<string> {
  const kept = join(cache, entry);
  const draft = join(cache, `.draft-${randomUUID()}`);
  await mkdir(draft, { recursive: true });
  await cp(file, join(draft, "nats-server"));
  await chmod(join(draft, "nats-server"), 0o755);
  try {
    await rename(draft, kept);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const another = await access(join(kept, "nats-server")).then(
      () => true,
      () => false,
    );
    if (!another) throw error;
  }
  return join(kept, "nats-server");
}
