import { randomUUID } from "node:crypto";
import { createEventReader, runFollower } from "@openclaw/event-query";
import { agentPrefix, eventId, type OpenClawEvent, type Visibility } from "@openclaw/event-schema";
import { parseConfig, storePlaces, type EventStoreConfig } from "@openclaw/event-schema/config";
import { connect, type Connection } from "@openclaw/jetstream";
import { accountOf } from "@openclaw/jetstream/isolation";
import {
  startConfiguredServer,
  startIsolatedServer,
  startTestServer,
  type IsolatedServer,
} from "@openclaw/jetstream/testing";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { createEventStore, type EventStore } from "../src/index.ts";
import type { AgentTool } from "../src/plugin/openclaw-api.ts";
import { registerQueryTool } from "../src/plugin/query-tool.ts";
import { sharedState } from "../src/plugin/shared-state.ts";

interface Said {
  readonly agent: string;
  readonly text: string;
  readonly visibility?: Visibility;
}

function said({ agent, text, visibility = "internal" }: Said): OpenClawEvent {
  const session = `agent:${agent}:main`;
  const run = { runId: "run-1", seq: 1 };
  const timestamp = Date.UTC(2026, 10, 22);
  return {
    id: eventId("agent-stores-test", session, randomUUID()),
    timestamp,
    agent,
    session,
    type: "conversation.message.in",
    visibility,
    payload: { ...run, stream: "chat", data: { text }, sessionKey: session, ts: timestamp },
    meta: run,
  };
}

async function textsOf(store: EventStore, agent: string): Promise<readonly unknown[]> {
  const texts: unknown[] = [];
  for await (const { event } of store.reader.read({ agent })) texts.push(event.payload.data);
  return texts.map((data) => z.object({ text: z.string() }).parse(data).text);
}

async function contextOf(store: EventStore, agent: string): Promise<string | undefined> {
  const request = { agent, session: `agent:${agent}:${randomUUID()}`, budgetTokens: 200 };
  return (await store.contextFor({ ...request, prompt: "Where is the spare key?" }))?.text;
}

const layout = {
  maxBytes: 16 * 1024 * 1024,
  maxAgeMs: 86_400_000,
  stores: [undefined, "one", "two"].map((agent) => ({
    agent,
    stream: agent === undefined ? "openclaw-events" : `events-${agent}`,
    subjectPrefix: agentPrefix("openclaw.events", agent ?? "events"),
    readers: agent === "one" ? ["two"] : [],
  })),
};

/** The settings that go with the layout. */
function isolatedConfig({ url, loginOf }: IsolatedServer): EventStoreConfig {
  const login = (agent: string | undefined): object => loginOf(accountOf({ agent }));
  const agents = { one: { ...login("one"), readers: ["two"] }, two: login("two") };
  return parseConfig({ url, ...login(undefined), agents });
}

function connectAs(config: EventStoreConfig, agent: string): Connection {
  const place = storePlaces(config).find((each) => each.agent === agent);
  return connect({
    url: config.url ?? "",
    credentials: { creds: place?.credentials },
    ...(place?.inboxPrefix !== undefined && { inboxPrefix: place.inboxPrefix }),
  });
}

test.each([
  ["config file", false],
  ["operator mode", true],
])("least rights are enough to keep, read, follow and remember: %s", async (_, mode) => {
  await using server = await startIsolatedServer(layout, { operatorMode: mode });
  await using home = await temporaryDir();
  const config = isolatedConfig(server);
  await using store = createEventStore(config, { dir: home.dir });
  await store.opened;
  const large = "x".repeat(1_500_000);

  for (const agent of ["main", "one", "two"])
    store.publish(said({ agent, text: `The spare key of ${agent} lies under the pot.` }));
  store.publish(said({ agent: "one", text: large }));
  const isFlushed = await store.flush(20_000);

  expect(isFlushed).toBe(true);
  expect(store.status.map(({ agent, stream, state }) => [agent, stream, state])).toEqual([
    [undefined, "openclaw-events", "ready"],
    ["one", "events-one", "ready"],
    ["two", "events-two", "ready"],
  ]);
  expect(await textsOf(store, "main")).toEqual(["The spare key of main lies under the pot."]);
  expect(await textsOf(store, "one")).toEqual(["The spare key of one lies under the pot.", large]);
  await vi.waitFor(
    async () => expect(await contextOf(store, "two")).toContain("The spare key of two"),
    60_000,
  );
  await using connection = connectAs(config, "one");
  const stop = new AbortController();
  const followed: unknown[] = [];
  const reader = createEventReader(connection, {
    stream: "events-one",
    subjectPrefix: "openclaw.events.one",
  });
  await runFollower(reader, connection.openDocuments(), {
    name: "test",
    filter: { agent: "one", type: ["conversation.*", "run.*"] },
    handle({ event }) {
      followed.push(event.agent);
      if (followed.length === 2) stop.abort();
    },
    signal: stop.signal,
  });
  expect(followed).toEqual(["one", "one"]);
});

/** What the tool of an agent answers. */
async function ask(agent: string, parameters: object): Promise<string> {
  let tool: AgentTool | undefined;
  registerQueryTool({
    registerTool(create) {
      tool = create({ agentId: agent });
    },
  });
  return JSON.stringify((await tool?.execute("call-1", parameters))?.content);
}

test("an agent's tool reads what others share with it, and can do no more", async () => {
  await using server = await startIsolatedServer(layout);
  await using home = await temporaryDir();
  await using store = createEventStore(isolatedConfig(server), { dir: home.dir });
  await store.opened;
  store.publish(said({ agent: "one", text: "The plan is public.", visibility: "public" }));
  store.publish(said({ agent: "one", text: "The plan is secret." }));
  await store.flush(20_000);
  sharedState().store = store;

  await vi.waitFor(
    async () => expect(await ask("two", { agent: "one" })).toContain("The plan is public."),
    60_000,
  );

  expect(await ask("two", { agent: "one" })).not.toContain("secret");
  expect(await ask("two", {})).toContain("0 recorded events");
  for (const [agent, other] of [
    ["one", "two"],
    ["main", "one"],
  ] as const)
    await expect(ask(agent, { agent: other })).rejects.toMatchObject({
      code: "PERMISSION_DENIED",
    });
  await expect(
    ask("one", { type: "conversation.message.out", data: { text: "forged" } }),
  ).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  sharedState().store = undefined;
});

test("a store that cannot be reached, or never works, delays no other", async () => {
  await using server = await startTestServer();
  await using home = await temporaryDir();
  const config = parseConfig({
    url: server.url,
    agents: {
      away: { url: "nats://127.0.0.1:1" },
      refused: { url: server.url.replace(/:[^:@]*@/, ":wrong@") },
    },
  });
  const store = createEventStore(config, { dir: home.dir });

  for (const agent of ["away", "refused", "main"])
    store.publish(said({ agent, text: `The spare key of ${agent} lies under the pot.` }));
  await vi.waitFor(async () => expect(await textsOf(store, "main")).toHaveLength(1), 60_000);

  await vi.waitFor(
    async () => expect(await contextOf(store, "main")).toContain("The spare key of main"),
    60_000,
  );
  const states = store.status.map(({ agent, connection, pending }) => [agent, connection, pending]);
  expect(states).toEqual([
    [undefined, "ready", 0],
    ["away", "connecting", 1],
    ["refused", "connecting", 1],
  ]);
  await store.close(1000);
  await using again = createEventStore(config, { dir: home.dir });
  await vi.waitFor(
    () => expect(again.status.map(({ pending }) => pending)).toEqual([0, 1, 1]),
    60_000,
  );
});

test("a stream that cannot be is told in the status of its agent", async () => {
  await using server = await startConfiguredServer(
    (dir) => `jetstream { store_dir: "${dir}/js" }
accounts { AGENTS: { jetstream: enabled, users: [
  { user: main, password: "xxx" }, { user: one, password: "xxx" }
] } }`,
  );
  await using home = await temporaryDir();
  const urlOf = (user: string): string => `nats://${user}:xxx@127.0.0.1:${server.port}`;
  const config = parseConfig({ url: urlOf("main"), agents: { one: { url: urlOf("one") } } });
  await using connection = connect({ url: urlOf("main") });
  const subjects = ["openclaw.events.>"];
  await connection.ensureStream({ name: "openclaw-events", subjects, maxAgeMs: 0 });
  await using store = createEventStore(config, { dir: home.dir });

  store.publish(said({ agent: "main", text: "first" }));
  store.publish(said({ agent: "one", text: "second" }));

  await vi.waitFor(() => {
    const [, one] = store.status;
    expect(one).toMatchObject({ pending: 1 });
    expect(one?.lastError).toMatch(/events-one cannot have .* stream openclaw-events has some/);
  }, 10_000);
  await vi.waitFor(async () => expect(await textsOf(store, "main")).toEqual(["first"]), 60_000);
});
