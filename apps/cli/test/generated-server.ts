import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { startConfiguredServer, type ConfiguredServer } from "@openclaw/jetstream/testing";

/** Starts what `isolation generate` wrote to a directory, on an address of its own. */
export async function startGenerated(dir: string): Promise<ConfiguredServer> {
  return startConfiguredServer(async (serverDir) => {
    await copyFile(join(dir, "accounts.conf"), join(serverDir, "accounts.conf"));
    const text = await readFile(join(dir, "nats-server.conf"), "utf8");
    return text.replace(/^listen:.*$/m, "");
  });
}
