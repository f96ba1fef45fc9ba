import { decode, encodeAccount, encodeOperator, encodeUser, type Account } from "@nats-io/jwt";
import type { KeyPair } from "@nats-io/nkeys";
import { commonLimits, type AccountPlan, type UserPlan } from "./account-plan.ts";
import { systemAccount } from "./layout.ts";

export interface Signing {
  readonly operator: KeyPair;
  /** The keys of the accounts by their names. */
  readonly accounts: ReadonlyMap<string, KeyPair>;
  /** What was written before: the server takes no other operator without a restart. */
  readonly before: string;
}

/** The accounts as JWTs signed by an operator, as a part of a nats-server's configuration. */
export async function encodeAccounts(
  plans: readonly AccountPlan[],
  { operator, accounts, before }: Signing,
): Promise<string> {
  const publicKeyOf = (account: string): string => accounts.get(account)?.getPublicKey() ?? "";
  const system = publicKeyOf(systemAccount);
  const issued = await encodeOperator("openclaw-events", operator, { system_account: system });
  const preloaded = await Promise.all(
    plans.map(async (plan) => {
      const key = publicKeyOf(plan.name);
      const claims = accountClaims(plan, publicKeyOf);
      const jwt = await encodeAccount(plan.name, key, claims, { signer: operator });
      return `  # ${plan.name}\n  ${key}: ${knownOr(jwt, valueIn(before, key))}`;
    }),
  );
  return [
    "# Written by `openclaw-events isolation generate --operator-mode`: run it again rather than change this.",
    `operator: ${knownOr(issued, valueIn(before, "operator"))}`,
    `system_account: ${system}`,
    "resolver: MEMORY",
    `resolver_preload {\n${preloaded.join("\n")}\n}`,
    "",
  ].join("\n");
}

function valueIn(text: string, key: string): string | undefined {
  return new RegExp(`^\\s*${key}: (\\S+)$`, "m").exec(text)?.[1];
}

/** The JWT of a user, `known` where it says the same already. */
export async function encodeUserJwt(
  user: UserPlan,
  { key, account }: { readonly key: KeyPair; readonly account: KeyPair },
  known: string | undefined,
): Promise<string> {
  const { publish, subscribe } = user.permissions ?? {};
  const jwt = await encodeUser(user.name, key, account, {
    ...(publish && { pub: { allow: [...publish] } }),
    ...(subscribe && { sub: { allow: [...subscribe] } }),
  });
  return knownOr(jwt, known);
}

/** A JWT that says the same differs by its time of issue; the known one stays then. */
function knownOr(jwt: string, known: string | undefined): string {
  return known !== undefined && claimsOf(known) === claimsOf(jwt) ? known : jwt;
}

function claimsOf(jwt: string): string {
  const { nats, iss, sub } = decode(jwt);
  return JSON.stringify([nats, iss, sub]);
}

function accountClaims(
  { limits, exports, imports }: AccountPlan,
  publicKeyOf: (account: string) => string,
): Partial<Account> {
  return {
    exports: exports.map(({ kind, subject, streamed }) => ({
      name: subject,
      subject,
      type: kind,
      ...(kind === "service" && { response_type: streamed ? "Stream" : "Singleton" }),
    })),
    imports: imports.map(({ kind, from, subject, as }) => ({
      name: subject,
      subject,
      type: kind,
      account: publicKeyOf(from),
      ...(as !== undefined && { local_subject: numbered(as) }),
    })),
    limits: {
      ...unlimited,
      ...(limits && {
        conn: limits.maxConnections,
        subs: commonLimits.maxSubscriptions,
        payload: commonLimits.maxPayloadBytes,
        disk_storage: limits.maxFileBytes,
        mem_storage: limits.maxMemoryBytes,
        streams: limits.maxStreams,
        consumer: limits.maxConsumers,
        max_ack_pending: commonLimits.maxAckPending,
        disk_max_stream_bytes: limits.maxFileBytes,
        mem_max_stream_bytes: limits.maxMemoryBytes,
        max_bytes_required: true,
      }),
    },
  };
}

const unlimited = {
  subs: -1,
  data: -1,
  payload: -1,
  imports: -1,
  exports: -1,
  wildcards: true,
  conn: -1,
  leaf: 0,
} as const;

/** In JWTs the wildcards of a renamed subject are numbered. */
function numbered(subject: string): string {
  let count = 0;
  return subject.replace(/(?<=^|\.)\*(?=\.|$)/g, () => `$${(count += 1)}`);
}
