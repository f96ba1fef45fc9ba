import { resolve } from "node:path";
import { EventStoreError } from "@openclaw/event-schema";
import { storePlaces, type EventStoreConfig, type StorePlace } from "@openclaw/event-schema/config";
import {
  accountOf,
  adminOf,
  publicAccount,
  readLogins,
  testIsolation,
  type AttackResult,
  type RaiderLogin,
  type TestedLayout,
} from "@openclaw/jetstream/isolation";
import { exitCode } from "../exit-code.ts";
import { findConfig } from "../store/find-config.ts";
import { bold, print, printJson } from "../terminal/print.ts";
import { readGenerated } from "./generated-layout.ts";

export interface TestFlags {
  readonly url?: string | undefined;
  readonly config?: string | undefined;
  readonly json?: true | undefined;
}

/**
 * Tries every known attack of each agent on another, and tells of each whether it was denied.
 *
 * @throws EventStoreError as `testIsolation`, and `INVALID_CONFIG`
 */
export async function testStores(directory: string | undefined, flags: TestFlags): Promise<void> {
  const results: AttackResult[] = [];
  for await (const result of testIsolation(await testedLayout(directory, flags))) {
    results.push(result);
    if (!flags.json) tell(result);
  }
  const leaks = results.filter(({ verdict }) => verdict === "LEAKED").length;
  if (flags.json) printJson({ leaks, results });
  else print(`\n${results.length} attacks, ${leaks} leaked`);
  if (leaks > 0) process.exitCode = exitCode.failed;
}

async function testedLayout(
  directory: string | undefined,
  flags: TestFlags,
): Promise<TestedLayout> {
  if (directory === undefined)
    return ofSettings((await findConfig(flags.config, process.env)).config, flags);
  const dir = resolve(directory);
  const config = await readGenerated(dir);
  const loginOf = await readLogins(dir);
  const url = flags.url ?? config.url ?? "";
  const adminOfAccount = (account: string): RaiderLogin => ({ url, ...loginOf(adminOf(account)) });
  return tested(config, flags, {
    adminOfStore: (place) => adminOfAccount(accountOf(place)),
    publicAdmin: adminOfAccount(publicAccount),
  });
}

/** Where nobody wrote down who administrates, it is the user of the default store. */
function ofSettings(config: EventStoreConfig, flags: TestFlags): TestedLayout {
  const [common] = storePlaces(config);
  const admin = loginOfPlace(common, flags);
  const layout = tested(config, flags, { adminOfStore: () => admin, publicAdmin: undefined });
  return {
    ...layout,
    stores: layout.stores.filter(
      ({ user }) => user.url !== admin.url || user.credentials !== admin.credentials,
    ),
  };
}

interface Admins {
  readonly adminOfStore: (place: StorePlace) => RaiderLogin;
  readonly publicAdmin: RaiderLogin | undefined;
}

function tested(
  config: EventStoreConfig,
  flags: TestFlags,
  { adminOfStore, publicAdmin }: Admins,
): TestedLayout {
  const stores = storePlaces(config).map((place) => {
    const { agent, stream, subjectPrefix } = place;
    return {
      agent: agent ?? "(default)",
      stream,
      subjectPrefix,
      readers: agent === undefined ? [] : (config.agents[agent]?.readers ?? []),
      user: loginOfPlace(place, flags),
      admin: adminOfStore(place),
    };
  });
  return { stores, publicAdmin };
}

function loginOfPlace(
  { url: known, credentials, inboxPrefix }: StorePlace,
  flags: TestFlags,
): RaiderLogin {
  const url = flags.url ?? known;
  if (url !== undefined) return { url, credentials, inboxPrefix };
  throw new EventStoreError(
    "INVALID_CONFIG",
    "the settings name no server: with an embedded one all agents are one user, and nothing keeps them apart; see `openclaw-events isolation generate`",
  );
}

function tell({ verdict, id, title, attacker, victim, obtained }: AttackResult): void {
  const what = obtained === undefined ? "" : `: ${obtained}`;
  const line = `${verdict} ${id} ${attacker} → ${victim}: ${title}${what}`;
  print(verdict === "LEAKED" ? bold(line) : line);
}
