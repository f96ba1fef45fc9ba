import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  provisionLayout,
  writeLayout,
  type Layout,
  type LoginOf,
  type WriteLayoutOptions,
} from "../isolation/index.ts";
import { startConfiguredServer, type ConfiguredServer } from "./start-configured-server.ts";

export interface IsolatedServer extends ConfiguredServer {
  readonly url: string;
  /** How the users of the layout log in. */
  readonly loginOf: LoginOf;
}

/** A server with an account for each store, as generated but for the address, and its streams. */
export async function startIsolatedServer(
  layout: Layout,
  options: WriteLayoutOptions = {},
): Promise<IsolatedServer> {
  let loginOf: LoginOf | undefined;
  const server = await startConfiguredServer(async (dir) => {
    loginOf = await writeLayout(dir, layout, options);
    return withoutAddress(await readFile(join(dir, "nats-server.conf"), "utf8"));
  });
  if (loginOf === undefined) throw new Error("the layout was not written");
  const url = `nats://127.0.0.1:${server.port}`;
  await provisionLayout(layout, { url, loginOf });
  return { ...server, url, loginOf };
}

/** What was generated; the address is that of the test. */
function withoutAddress(config: string): string {
  return config.replace(/^listen:.*$/m, "");
}
