import {
  commonLimits,
  type AccountLimits,
  type AccountPlan,
  type ExportPlan,
  type ImportPlan,
  type UserPlan,
} from "./account-plan.ts";
import { systemAccount } from "./layout.ts";

/** Names the public key of a user. */
export type PublicKeyOf = (user: string) => string;

/** The accounts as a part of a nats-server's configuration; there are no secrets in it. */
export function renderAccounts(plans: readonly AccountPlan[], keyOf: PublicKeyOf): string {
  const accounts = plans.map((plan) => block(quoted(plan.name), accountLines(plan, keyOf)));
  return [
    "# Written by `openclaw-events isolation generate`: run it again rather than change this.",
    `system_account: ${quoted(systemAccount)}`,
    block("accounts", accounts),
    "",
  ].join("\n");
}

function accountLines(
  { users, limits, exports, imports }: AccountPlan,
  keyOf: PublicKeyOf,
): readonly string[] {
  return [
    ...(limits === undefined ? [] : limitLines(limits)),
    list(
      "users",
      users.map((user) => userEntry(user, keyOf(user.name))),
    ),
    list("exports", exports.map(exportEntry)),
    list("imports", imports.map(importEntry)),
  ].filter(Boolean);
}

function limitLines(limits: AccountLimits): readonly string[] {
  const { maxFileBytes, maxMemoryBytes, maxStreams, maxConsumers, maxConnections } = limits;
  const { maxSubscriptions, maxPayloadBytes, maxAckPending } = commonLimits;
  return [
    block("jetstream", [
      `max_file: ${maxFileBytes}`,
      `max_mem: ${maxMemoryBytes}`,
      `max_streams: ${maxStreams}`,
      `max_consumers: ${maxConsumers}`,
      "max_bytes_required: true",
      `disk_max_stream_bytes: ${maxFileBytes}`,
      `mem_max_stream_bytes: ${maxMemoryBytes}`,
      `max_ack_pending: ${maxAckPending}`,
    ]),
    block("limits", [
      `max_connections: ${maxConnections}`,
      `max_subscriptions: ${maxSubscriptions}`,
      `max_payload: ${maxPayloadBytes}`,
    ]),
  ];
}

function userEntry({ name, permissions }: UserPlan, key: string): string {
  const lines = [`# ${name}`, `nkey: ${key}`];
  if (permissions !== undefined)
    lines.push(
      block("permissions", [
        `publish: { allow: [\n${indent(permissions.publish.map(quoted))}\n] }`,
        `subscribe: { allow: [\n${indent(permissions.subscribe.map(quoted))}\n] }`,
      ]),
    );
  return `{\n${indent(lines)}\n}`;
}

function exportEntry({ kind, subject, to, streamed }: ExportPlan): string {
  const accounts = `accounts: [${to.map(quoted).join(", ")}]`;
  const answers = streamed ? ", response_type: stream" : "";
  return `{ ${kind}: ${quoted(subject)}, ${accounts}${answers} }`;
}

function importEntry({ kind, from, subject, as }: ImportPlan): string {
  const name = as === undefined ? "" : `, to: ${quoted(as)}`;
  return `{ ${kind}: { account: ${quoted(from)}, subject: ${quoted(subject)} }${name} }`;
}

function list(name: string, entries: readonly string[]): string {
  return entries.length === 0 ? "" : `${name}: [\n${indent(entries)}\n]`;
}

function block(name: string, lines: readonly string[]): string {
  return `${name} {\n${indent(lines)}\n}`;
}

function indent(lines: readonly string[]): string {
  return lines.join("\n").replace(/^/gm, "  ");
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
