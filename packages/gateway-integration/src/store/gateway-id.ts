import { randomUUID } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What tells this gateway's facts from those of others, made once and kept in its state directory. */
export async function readGatewayId(dir: string): Promise<string> {
  const path = join(dir, "gateway-id");
  await mkdir(dir, { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, randomUUID(), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return (await readFile(path, "utf8")).trim();
}
