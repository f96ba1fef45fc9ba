import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { readLogins, writeLayout } from "@openclaw/jetstream/isolation";
import { stringify } from "yaml";
import { findConfig } from "../store/find-config.ts";
import { readSettings } from "../store/read-settings.ts";
import { print, printJson } from "../terminal/print.ts";
import { clientSettings } from "./client-settings.ts";
import { configFile, defaultMaxBytes, layoutOf } from "./generated-layout.ts";

export interface GenerateFlags {
  readonly agent?: readonly string[] | undefined;
  readonly operatorMode?: true | undefined;
  readonly url?: string | undefined;
  readonly config?: string | undefined;
  readonly json?: true | undefined;
}

/**
 * Writes the configuration of a nats-server that keeps the agents apart, the keys of its users, and the
 * settings that go with it. Whoever runs it again, for another agent, changes only what that takes.
 *
 * @throws EventStoreError `INVALID_CONFIG` or `INVALID_ARGUMENT` where no agents are named
 */
export async function generate(directory: string, flags: GenerateFlags): Promise<void> {
  const dir = resolve(directory);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const before = await settingsBefore(dir, flags);
  const { operatorMode, url, agent: agents = [] } = flags;
  const options = { url, agents, maxBytes: defaultMaxBytes };
  const draft = clientSettings(before, { ...options, loginOf: await readLogins(dir) });
  const layout = layoutOf(draft.config);
  const loginOf = await writeLayout(dir, layout, { operatorMode });
  const { settings } = clientSettings(before, { ...options, loginOf });
  const text = stringify({ gateway: { eventStore: settings } });
  await writeFile(configFile(dir), text, { mode: 0o600 });
  tell(dir, layout.stores.length, flags);
}

/** Those of the directory, where it has been written before. */
async function settingsBefore(dir: string, { config }: GenerateFlags): Promise<unknown> {
  const own = configFile(dir);
  const path = config ?? (existsSync(own) ? own : (await findConfig(undefined, process.env)).path);
  return path === undefined ? undefined : (await readSettings(path))?.settings;
}

function tell(dir: string, stores: number, flags: GenerateFlags): void {
  if (flags.json) {
    printJson({ directory: dir, stores });
    return;
  }
  print(`wrote the accounts of ${stores} stores to ${dir}. Next:`);
  print(`  nats-server -c ${dir}/nats-server.conf        start it, or where it runs:`);
  print("  nats-server --signal reload                   have it read the new accounts");
  print(`  openclaw-events isolation provision ${dir}    create the streams`);
  print(`  openclaw-events isolation test ${dir}         try whether the agents are kept apart`);
  print(`  openclaw-events config convert ${dir}/config.yml    settings for openclaw.json`);
}
