import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/**
 * The files under a directory, by their paths in it. Where a running process has removed or replaced one
 * meanwhile, all are read anew.
 */
export async function readTree(dir: string): Promise<ReadonlyMap<string, Buffer>> {
  for (;;)
    try {
      const entries = await readdir(dir, { withFileTypes: true, recursive: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name));
      const files = paths.map(async (path) => [relative(dir, path), await readFile(path)] as const);
      return new Map(await Promise.all(files));
    } catch (error) {
      const gone = missingPath(error);
      if (gone === undefined || gone === dir) throw error;
    }
}

function missingPath(error: unknown): string | undefined {
  const { code, path }: NodeJS.ErrnoException = error instanceof Error ? error : new Error();
  return code === "ENOENT" ? path : undefined;
}
