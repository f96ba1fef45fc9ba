import { setTimeout as sleep } from "node:timers/promises";
import { parseConfig, type EventStoreConfig } from "@openclaw/event-schema/config";
import { connect, type Connection } from "@openclaw/jetstream";
import {
  accountOf,
  writeLayout,
  type IsolatedStore,
  type Layout,
} from "@openclaw/jetstream/isolation";
import { startIsolatedServer, type IsolatedServer } from "@openclaw/jetstream/testing";
import { expect, test } from "vitest";
import {
  createEventReader,
  storesOfAgent,
  type EventStore,
  type PagedEventReader,
} from "../src/index.ts";
import { append, collect, event } from "./event-log.ts";

const storeOf = (agent: string): EventStore => ({
  stream: `events-${agent}`,
  subjectPrefix: `openclaw.events.${agent}`,
});

const layoutOf = (readersOfOne: readonly string[]): Layout => ({
  maxBytes: 8 * 1024 * 1024,
  maxAgeMs: 86_400_000,
  stores: ["one", "two", "three"].map((agent): IsolatedStore => ({
    ...storeOf(agent),
    agent,
    readers: agent === "one" ? readersOfOne : [],
  })),
});

function configOf({ url, loginOf }: IsolatedServer): EventStoreConfig {
  const entry = (agent: string): object => loginOf(accountOf({ agent }));
  const one = { ...entry("one"), readers: ["two"] };
  return parseConfig({ url, agents: { one, two: entry("two"), three: entry("three") } });
}

function connectAs({ url, loginOf }: IsolatedServer, agent: string): Connection {
  const { credentials, inboxPrefix } = loginOf(accountOf({ agent }));
  return connect({ url, inboxPrefix, credentials: { creds: credentials } });
}

/** What an agent is to read if it is named, and may try if it is not. */
function readerOf(connection: Connection, config: EventStoreConfig): PagedEventReader {
  const stores = storesOfAgent(config, "two");
  if (stores === undefined) throw new Error("two has no store");
  return createEventReader(connection, stores);
}

const text = "the harbour opens at noon";
const shared = Array.from({ length: 150 }, (_, at) =>
  event({ agent: "one", visibility: "public", type: at % 2 === 0 ? "run.start" : "run.end" }),
);
const internal = event({ agent: "one", data: { text, role: "user" } });
const forged = event({ agent: "two", visibility: "public" });
const own = event({ agent: "two" });

async function arrived(reader: PagedEventReader, count: number): Promise<void> {
  while ((await collect(reader.heads({ agent: "one" }))).length < count) await sleep(20);
}

test.each([
  ["config file", false],
  ["operator mode", true],
])("a reader that is named queries public events, and those only: %s", async (_, operatorMode) => {
  await using server = await startIsolatedServer(layoutOf(["two"]), { operatorMode });
  const config = configOf(server);
  await using one = connectAs(server, "one");
  await using two = connectAs(server, "two");
  await using three = connectAs(server, "three");
  const ofOne = { agent: "one" };
  await append(one, storeOf("one"), [...shared, internal]);
  await append(two, storeOf("two"), [own]);
  const reader = readerOf(two, config);
  await arrived(reader, shared.length);

  const newest = await reader.page(ofOne, { order: "desc", limit: 3 });
  const before = await reader.page(ofOne, { order: "desc", limit: 3, cursor: newest.cursor });
  const ofType = await reader.page({ ...ofOne, type: "run.end" }, { limit: 100 });
  const all = await collect(reader.read());
  const secret = await collect(reader.read({ ...ofOne, visibility: "internal" }));
  const place = { stream: "public-one", sequence: 7 };

  const ids = shared.map(({ id }) => id);
  expect(newest.events.map(({ event: { id } }) => id)).toEqual(ids.slice(-3).toReversed());
  expect(before.events.map(({ event: { id } }) => id)).toEqual(ids.slice(-6, -3).toReversed());
  expect(ofType).toMatchObject({ cursor: undefined });
  expect(ofType.events).toHaveLength(75);
  expect(all.map(({ event: { id } }) => id).toSorted()).toEqual([...ids, own.id].toSorted());
  expect(secret).toEqual([]);
  expect(await reader.at(place)).toMatchObject({ event: { id: ids[6] } });
  await expect(readerOf(three, config).page(ofOne)).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringContaining("not shared with this user"),
  });
});

test.each([
  ["config file", false],
  ["operator mode", true],
])("a reader follows what is shared until it is named no more: %s", async (_, operatorMode) => {
  await using server = await startIsolatedServer(layoutOf(["two"]), { operatorMode });
  await using one = connectAs(server, "one");
  await using two = connectAs(server, "two");
  const reader = readerOf(two, configOf(server));
  const followed: string[] = [];
  const stop = new AbortController();
  const following = (async () => {
    for await (const stored of reader.follow({ agent: "one" }, { signal: stop.signal }))
      followed.push(stored.event.id);
  })();

  await append(one, storeOf("one"), shared.slice(0, 2));
  while (followed.length < 2) await sleep(20);
  await writeLayout(server.dir, layoutOf([]), { operatorMode });
  await server.reload();
  await two.ready();
  const revoked = reader.page({ agent: "one" });

  await expect(revoked).rejects.toMatchObject({ code: "UNAVAILABLE" });
  stop.abort();
  await following;
  expect(followed).toEqual(shared.slice(0, 2).map(({ id }) => id));
});

test("what an agent shares as another's event is nobody's", async () => {
  await using server = await startIsolatedServer(layoutOf(["two"]));
  await using one = connectAs(server, "one");
  await using two = connectAs(server, "two");
  const reader = readerOf(two, configOf(server));

  const channel = await one.openAppendChannel("events-one", () => undefined);
  channel.send(0, {
    subject: "openclaw.events.one.public.s.note",
    id: forged.id,
    data: Buffer.from(JSON.stringify(forged)),
  });
  await arrived(reader, 1);
  const read = await collect(reader.read());

  expect(read).toEqual([]);
});
