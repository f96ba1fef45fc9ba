import { connect } from "../../src/index.ts";
import {
  accountOf,
  adminOf,
  publicAccount,
  type IsolatedStore,
  type Layout,
  type LoginOf,
  type RaiderLogin,
  type TestedLayout,
  type TestedStore,
} from "../../src/isolation/index.ts";
import { readingRequests, type Permissions } from "../../src/isolation/permissions.ts";
import {
  startConfiguredServer,
  startIsolatedServer,
  type ConfiguredServer,
} from "../../src/testing/index.ts";

const mebibyte = 1024 * 1024;

/** A server with a layout, ready for the isolation test. */
export interface RunningLayout extends AsyncDisposable {
  readonly server: ConfiguredServer;
  readonly url: string;
  readonly tested: TestedLayout;
}

export interface GeneratedLayout extends RunningLayout {
  readonly layout: Layout;
  readonly loginOf: LoginOf;
}

export const storeOf = (agent: string, readers: readonly string[] = []): IsolatedStore => ({
  agent,
  stream: `events-${agent}`,
  subjectPrefix: `openclaw.events.${agent}`,
  readers,
});

/**
 * Agents as `isolation generate` keeps them apart; the first shares with the second, and the second
 * with the third.
 */
export async function startGenerated(
  operatorMode: boolean,
  stores: readonly IsolatedStore[] = [
    storeOf("agent1", ["agent2"]),
    storeOf("agent2", ["agent3"]),
    storeOf("agent3"),
  ],
): Promise<GeneratedLayout> {
  const layout = { stores, maxBytes: 8 * mebibyte, maxAgeMs: 86_400_000 };
  const server = await startIsolatedServer(layout, { operatorMode });
  const { url, loginOf } = server;
  return {
    server,
    url,
    layout,
    loginOf,
    tested: testedOf({ url, layout, loginOf }),
    ...disposing(server),
  };
}

function testedOf({
  url,
  layout,
  loginOf,
}: Pick<GeneratedLayout, "url" | "layout" | "loginOf">): TestedLayout {
  const login = (user: string): RaiderLogin => ({ url, ...loginOf(user) });
  return {
    stores: layout.stores.map((store) => ({
      ...store,
      agent: store.agent ?? "(default)",
      user: login(accountOf(store)),
      admin: login(adminOf(accountOf(store))),
    })),
    publicAdmin: login(adminOf(publicAccount)),
  };
}

const agents = ["agent1", "agent2"];

/** The sample of the documentation, with a second agent like the first. */
export async function startSample(): Promise<RunningLayout> {
  return startOneAccount({
    permissionsOf: (agent) => ({
      publish: [`openclaw.events.${agent}.>`, "$JS.API.>", "_INBOX.>"],
      subscribe: [`openclaw.events.${agent}.>`, "_INBOX.>", "$JS.API.>"],
    }),
  });
}

/** The best that permissions can do in one account: own subjects, own stream, own inbox. */
export async function startOneAccountLayout(): Promise<RunningLayout> {
  return startOneAccount({
    permissionsOf: (agent) => ({
      publish: [`openclaw.events.${agent}.>`, ...readingRequests(`events-${agent}`)],
      subscribe: [`_INBOX_${agent}.>`],
    }),
    inboxPrefixOf: (agent) => `_INBOX_${agent}`,
    maxBytes: 8 * mebibyte,
  });
}

/** No restriction at all, not even a login. */
export async function startOpen(): Promise<RunningLayout> {
  return startOneAccount({
    permissionsOf: () => ({ publish: [">"], subscribe: [">"] }),
    openTo: "main",
  });
}

interface OneAccount {
  readonly permissionsOf: (agent: string) => Permissions;
  readonly inboxPrefixOf?: (agent: string) => string;
  readonly maxBytes?: number;
  /** The user that those without a login are. */
  readonly openTo?: string;
}

async function startOneAccount({
  permissionsOf,
  inboxPrefixOf,
  maxBytes,
  openTo,
}: OneAccount): Promise<RunningLayout> {
  const userOf = (agent: string): string =>
    JSON.stringify({ user: agent, password: "xxx", permissions: permissionsOf(agent) });
  const server = await startConfiguredServer(
    (dir) => `jetstream { store_dir: "${dir}/js" }
${openTo === undefined ? "" : `no_auth_user: ${openTo}`}
accounts { AGENTS: { jetstream: enabled, users: [
  { user: main, password: "xxx" },
  ${agents.map(userOf).join(",\n  ")}
] } }`,
  );
  const urlOf = (name: string): string => `nats://${name}:xxx@127.0.0.1:${server.port}`;
  await using connection = connect({ url: urlOf("main") });
  const stores: TestedStore[] = [];
  for (const agent of agents) {
    const store = storeOf(agent);
    const { stream: name, subjectPrefix } = store;
    const subjects = [`${subjectPrefix}.>`];
    await connection.ensureStream({ name, subjects, maxAgeMs: 86_400_000, maxBytes });
    stores.push({
      ...store,
      agent,
      user: { url: urlOf(agent), inboxPrefix: inboxPrefixOf?.(agent) },
      admin: { url: urlOf("main") },
    });
  }
  return { server, url: urlOf("main"), tested: { stores }, ...disposing(server) };
}

function disposing(server: ConfiguredServer): AsyncDisposable {
  return { [Symbol.asyncDispose]: async () => server[Symbol.asyncDispose]() };
}
