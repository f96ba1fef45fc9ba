import { randomBytes } from "node:crypto";
import { jetstreamManager } from "@nats-io/jetstream";
import { EventStoreError } from "@openclaw/event-schema";
import { isAtLeast } from "../server/versions.ts";
import { attacksAtOnce, attacksOneByOne } from "./attacks/all.ts";
import type { Attack } from "./attacks/attack.ts";
import { publicStream } from "./layout.ts";
import { createRaider, type RaiderLogin } from "./raider.ts";
import {
  openParty,
  setScene,
  type Party,
  type Scene,
  type Sharing,
  type TestedStore,
} from "./scene.ts";

/** Stores that are said to be kept apart. */
export interface TestedLayout {
  readonly stores: readonly TestedStore[];
  /** The administrator of the account that holds what is shared. */
  readonly publicAdmin?: RaiderLogin | undefined;
}

/** What became of one attack. */
export interface AttackResult {
  readonly id: string;
  readonly title: string;
  readonly attacker: string;
  readonly victim: string;
  readonly verdict: "denied" | "LEAKED" | "does not apply";
  /** What was obtained. */
  readonly obtained?: string;
}

/**
 * Logs in as each agent and tries every known attack on the next one's store. What an attack stores or
 * changes is taken out again, and what would destroy is tried on a stream of the test's own.
 *
 * @throws EventStoreError `PERMISSION_DENIED`, `UNAVAILABLE` or `STREAM_MISMATCH` where a login or a store
 * does not work, so that the test would prove nothing; `UNSUPPORTED_SERVER` where a server's known fault
 * could destroy what it holds
 */
export async function* testIsolation({
  stores,
  publicAdmin,
}: TestedLayout): AsyncGenerator<AttackResult> {
  if (stores.length < 2)
    throw new EventStoreError(
      "INVALID_ARGUMENT",
      "there is nothing to keep apart: an isolation test takes two stores with logins of their own",
    );
  const session = `isolation-test-${randomBytes(4).toString("hex")}`;
  const parties: Party[] = [];
  let shared: (Sharing & AsyncDisposable) | undefined;
  try {
    const prefixes = stores.map(({ subjectPrefix }) => subjectPrefix);
    for (const store of stores) parties.push(await openParty(store, session, prefixes));
    shared = publicAdmin && (await openSharing(publicAdmin, stores, session));
    for (const [at, own] of parties.entries()) {
      const victim = parties[(at + 1) % parties.length];
      if (victim === undefined) continue;
      checkVersion(own);
      yield* attackAll(await setScene(own, victim, shared));
    }
  } finally {
    await shared?.[Symbol.asyncDispose]();
    for (const party of parties) await party[Symbol.asyncDispose]();
  }
}

async function* attackAll(scene: Scene): AsyncGenerator<AttackResult> {
  for (const family of attacksAtOnce)
    yield* await Promise.all(family.map(async (attack) => tryAttack(attack, scene)));
  for (const attack of attacksOneByOne) yield tryAttack(attack, scene);
}

async function tryAttack({ id, title, applies, run }: Attack, scene: Scene): Promise<AttackResult> {
  const { own, victim } = scene;
  const about = { id, title, attacker: own.store.agent, victim: victim.store.agent };
  if (applies?.(scene) === false) return { ...about, verdict: "does not apply" };
  const obtained = await run(scene);
  return obtained === undefined
    ? { ...about, verdict: "denied" }
    : { ...about, verdict: "LEAKED", obtained };
}

async function openSharing(
  login: RaiderLogin,
  stores: readonly TestedStore[],
  session: string,
): Promise<Sharing & AsyncDisposable> {
  const admin = await createRaider(login);
  const manager = await jetstreamManager(admin.nats, { checkAPI: false });
  return {
    manager,
    async [Symbol.asyncDispose]() {
      for (const { agent, readers, subjectPrefix } of stores)
        if (readers.length > 0)
          await manager.streams.purge(publicStream({ agent }), {
            filter: `${subjectPrefix}.public.${session}.>`,
          });
      await admin[Symbol.asyncDispose]();
    },
  };
}

function checkVersion({ user, store }: Party): void {
  const version = user.nats.info?.version ?? "";
  if (isAtLeast(version, "2.10.27") && version !== "2.11.0") return;
  throw new EventStoreError(
    "UNSUPPORTED_SERVER",
    `the server of agent ${store.agent} is nats-server ${version}, on which one account can purge another (CVE-2025-30215): nothing is isolated; update it`,
  );
}
