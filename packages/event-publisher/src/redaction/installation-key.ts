import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { EventStoreError } from "@openclaw/event-schema";

const bytes = 32;

/**
 * The key in a file that only its owner may read; made with the first use, by whichever process comes
 * first.
 *
 * @throws EventStoreError `CORRUPT` where the file holds something else
 */
export function installationKey(path: string): Buffer {
  const found = readKey(path);
  if (found !== undefined) return found;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, randomBytes(bytes), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (readKey(path) === undefined) throw error;
  } finally {
    rmSync(draft);
  }
  return installationKey(path);
}

function readKey(path: string): Buffer | undefined {
  const key = readIfThere(path);
  if (key === undefined || key.length === bytes) return key;
  throw new EventStoreError(
    "CORRUPT",
    `${path} is no key of ${bytes} bytes: delete it, and a new one is made; secrets then get other markers`,
  );
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
