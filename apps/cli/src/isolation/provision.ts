import { resolve } from "node:path";
import { provisionLayout, readLogins } from "@openclaw/jetstream/isolation";
import { print, printJson } from "../terminal/print.ts";
import { layoutOf, readGenerated } from "./generated-layout.ts";

export interface ProvisionFlags {
  readonly url?: string | undefined;
  readonly json?: true | undefined;
}

/**
 * Creates the streams of what `generate` wrote, each as the administrator of its account.
 *
 * @throws EventStoreError `INVALID_CONFIG`, `UNAVAILABLE`, `PERMISSION_DENIED` or `STORAGE_FULL`
 */
export async function provision(directory: string, flags: ProvisionFlags): Promise<void> {
  const dir = resolve(directory);
  const config = await readGenerated(dir);
  const url = flags.url ?? config.url ?? "";
  const streams = await provisionLayout(layoutOf(config), { url, loginOf: await readLogins(dir) });
  if (flags.json) printJson({ streams });
  else for (const { account, stream } of streams) print(`${account} has ${stream}`);
}
