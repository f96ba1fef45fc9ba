import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The files of a directory that hold one of these texts, each with it. */
export async function filesHolding(dir: string, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path, "latin1");
    for (const text of texts)
      if (content.includes(Buffer.from(text).toString("latin1"))) found.push(`${path}: ${text}`);
  }
  return found;
}
