import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EventStoreError } from "@openclaw/event-schema";
import { z } from "zod";
import { processIdentity } from "./process-identity.ts";

const holderSchema = z.object({ pid: z.number(), identity: z.string(), token: z.string() });
type Holder = z.infer<typeof holderSchema>;

/**
 * Makes this process the only user of a directory until the lock is disposed. A lock whose process is
 * gone is taken over.
 *
 * @throws EventStoreError `IN_USE`, naming the process that holds it
 */
export async function lockDirectory(dir: string): Promise<AsyncDisposable> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, "lock");
  const identity = (await processIdentity(process.pid)) ?? "";
  const mine: Holder = { pid: process.pid, identity, token: randomUUID() };
  const draft = `${path}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine));
  try {
    while (!(await claim(draft, path))) await removeStale(path, dir);
  } finally {
    await rm(draft, { force: true });
  }
  return {
    async [Symbol.asyncDispose]() {
      if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
    },
  };
}

/** The process that holds a directory by {@link lockDirectory}, if one does. */
export async function readLockHolder(dir: string): Promise<{ readonly pid: number } | undefined> {
  const holder = await readHolder(join(dir, "lock"));
  if (holder === undefined || (await processIdentity(holder.pid)) !== holder.identity)
    return undefined;
  return { pid: holder.pid };
}

/** A hard link is made whole or not at all, so nobody reads half a lock. */
async function claim(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

async function removeStale(path: string, dir: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder === undefined) return;
  if ((await processIdentity(holder.pid)) === holder.identity)
    throw new EventStoreError(
      "IN_USE",
      `${dir} is in use by process ${holder.pid}; stop it, or choose another directory`,
    );
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  // Another process may have taken the stale lock over in the meantime: then it gets its own back.
  const taken = await readHolder(aside);
  if (taken !== undefined && taken.token !== holder.token) await link(aside, path);
  await rm(aside, { force: true });
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    return { pid: 0, identity: "", token: "" };
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
