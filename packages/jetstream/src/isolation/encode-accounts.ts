import { decode, encodeAccount, encodeOperator, encodeUser, type Account } from "@nats-io/jwt";
import type { KeyPair } from "@nats-io/nkeys";
import { commonLimits, type AccountPlan, type UserPlan } from "./account-plan.ts";
import { systemAccount } from "./layout.ts";

/** The accounts as JWTs signed by an operator, as a part of a nats-server's configuration. */
export async function encodeAccounts(
  plans: readonly AccountPlan[],
  operator: KeyPair,
  keys: ReadonlyMap<string, KeyPair>,
): Promise<string> {
  const publicKeyOf = (account: string): string => keys.get(account)?.getPublicKey() ?? "";
  const system = publicKeyOf(systemAccount);
  const operatorJwt = await encodeOperator("openclaw-events", operator, { system_account: system });
  const preloaded = await Promise.all(
    plans.map(async (plan) => {
      const key = publicKeyOf(plan.name);
      const claims = accountClaims(plan, publicKeyOf);
      const jwt = await encodeAccount(plan.name, key, claims, { signer: operator });
      return `  # ${plan.name}\n  ${key}: ${jwt}`;
    }),
  );
  return [
    "# Written by `openclaw-events isolation generate --operator-mode`: run it again rather than change this.",
    `operator: ${operatorJwt}`,
    `system_account: ${system}`,
    "resolver: MEMORY",
    `resolver_preload {\n${preloaded.join("\n")}\n}`,
    "",
  ].join("\n");
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
