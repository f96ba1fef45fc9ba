import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { AckPolicy, jetstreamManager, type JetStreamManager } from "@nats-io/jetstream";
import { EventStoreError } from "@openclaw/event-schema";
import { createRaider, patienceMs, type Raider, type RaiderLogin } from "./raider.ts";

/** A store under test: who uses it, and who may do all in its account. */
export interface TestedStore {
  readonly agent: string;
  readonly stream: string;
  readonly subjectPrefix: string;
  /** Agents that may read its public events. */
  readonly readers: readonly string[];
  readonly user: RaiderLogin;
  readonly admin: RaiderLogin;
}

/** A store during a test, with what the test put into it. */
export interface Party extends AsyncDisposable {
  readonly store: TestedStore;
  readonly user: Raider;
  readonly admin: Raider;
  readonly manager: JetStreamManager;
  /** A subject of this test in the store's stream. */
  subject(id: string, visibility?: "internal" | "public"): string;
  /** Stores a message as the store's user. */
  put(
    id: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ readonly subject: string; readonly sequence: number }>;
  /** Whether the stream comes to hold a message of one of the subjects. */
  comesToHold(...subjects: readonly string[]): Promise<boolean>;
  /** A durable consumer of the secret event: one to pull from, or one that pushes to a subject. */
  durable(id: string, deliver?: string): Promise<string>;
}

/** The account that copies what is shared, and its administrator. */
export interface Sharing {
  readonly manager: JetStreamManager;
}

/** One agent about to attack another one's store. */
export interface Scene {
  readonly raider: Raider;
  readonly own: Party;
  readonly victim: Party;
  /** Stands in every event the victim stored. */
  readonly secret: string;
  /** Where the victim's first event lies. */
  readonly canary: { readonly subject: string; readonly sequence: number };
  /** The administrator of what is shared, where something is. */
  readonly sharing: Sharing | undefined;
  /** The victim's event, where the text has it. */
  secretIn(text: string): string | undefined;
}

/**
 * Opens a store for a test; what the test leaves behind, under the prefixes of all tested stores, is taken
 * out when it is disposed.
 */
export async function openParty(
  store: TestedStore,
  session: string,
  prefixes: readonly string[],
): Promise<Party> {
  const user = await createRaider(store.user);
  const admin = await createRaider(store.admin);
  const manager = await jetstreamManager(admin.nats, { checkAPI: false });
  const durables = new Set<string>();
  const subject: Party["subject"] = (id, visibility = "internal") =>
    `${store.subjectPrefix}.${visibility}.${session}.${id}`;
  const holds = async (wanted: string): Promise<boolean> =>
    manager.streams.getMessage(store.stream, { last_by_subj: wanted }).then(
      (message) => message !== null,
      () => false,
    );
  return {
    store,
    user,
    admin,
    manager,
    subject,
    async put(id, body, headers) {
      const wanted = subject(id);
      const answer = await user.ask(wanted, body, headers && { headers });
      const sequence = Number(/"seq":\s*(\d+)/.exec(answer)?.[1] ?? 0);
      if (sequence > 0) return { subject: wanted, sequence };
      throw new EventStoreError(
        "PERMISSION_DENIED",
        `agent ${store.agent} cannot store an event of its own in stream ${store.stream} (${answer || "no answer"}): a test would prove nothing; correct its login, or create the stream`,
      );
    },
    async comesToHold(...wanted) {
      const end = performance.now() + patienceMs;
      while (performance.now() < end) {
        if ((await Promise.all(wanted.map(holds))).includes(true)) return true;
        await sleep(30);
      }
      return false;
    },
    async durable(id, deliver) {
      const name = `isolation-test-${id}-${randomBytes(4).toString("hex")}`;
      durables.add(name);
      await manager.consumers.add(store.stream, {
        durable_name: name,
        ack_policy: AckPolicy.Explicit,
        filter_subject: subject("canary"),
        mem_storage: true,
        ...(deliver !== undefined && { deliver_subject: deliver }),
      });
      return name;
    },
    async [Symbol.asyncDispose]() {
      for (const name of durables)
        await manager.consumers.delete(store.stream, name).catch(() => undefined);
      for (const prefix of prefixes)
        for (const visibility of ["internal", "public"])
          await manager.streams.purge(store.stream, {
            filter: `${prefix}.${visibility}.${session}.>`,
          });
      await user[Symbol.asyncDispose]();
      await admin[Symbol.asyncDispose]();
    },
  };
}

/** Has the victim store an event, and makes sure that it holds it and that the attacker's login works. */
export async function setScene(
  own: Party,
  victim: Party,
  sharing: Sharing | undefined,
): Promise<Scene> {
  const secret = randomBytes(16).toString("hex");
  await own.put("ready", { ready: true });
  const canary = await victim.put("canary", { secret });
  const { stream } = victim.store;
  const kept = await victim.manager.streams.getMessage(stream, { seq: canary.sequence });
  if (kept === null || !kept.string().includes(secret))
    throw new EventStoreError(
      "STREAM_MISMATCH",
      `stream ${stream} does not hold what agent ${victim.store.agent} stored: a test would prove nothing; check the store with \`openclaw-events doctor\``,
    );
  return {
    raider: own.user,
    own,
    victim,
    secret,
    canary,
    sharing,
    secretIn: (text) =>
      `${text}\n${decoded(text)}`.includes(secret) ? "the victim's event" : undefined,
  };
}

/** What JetStream's answers hold in base64. */
function decoded(text: string): string {
  return [...text.matchAll(/"data":\s*"([^"]*)"/g)]
    .map(([, data = ""]) => Buffer.from(data, "base64").toString())
    .join("\n");
}

/** The account a client is in. */
export async function accountOf(raider: Raider): Promise<string> {
  const answer = await raider.ask("$SYS.REQ.USER.INFO");
  return /"account":\s*"([^"]+)"/.exec(answer)?.[1] ?? "$G";
}
