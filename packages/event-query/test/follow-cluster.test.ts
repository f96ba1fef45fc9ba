import { setTimeout as sleep } from "node:timers/promises";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { connect, type Connection } from "@openclaw/jetstream";
import { startTestCluster } from "@openclaw/jetstream/testing";
import { expect, test, vi } from "vitest";
import { createEventReader, readFollower, runFollower } from "../src/index.ts";
import { append, collect, event, store } from "./event-log.ts";

/** A cluster that lost its leader answers some requests late, or never. */
const patience = 60_000;

test("a durable follower in a cluster goes on over a killed leader, without gap or repeat", async () => {
  await using cluster = await startTestCluster();
  await using connection = connect({ url: cluster.url });
  const subjects = [`${store.subjectPrefix}.>`];
  const spec = { name: store.stream, subjects, maxAgeMs: 0, replicas: 3 };
  await connection.ensureStream(spec);
  const documents = connection.openDocuments({ replicas: 3 });
  const stop = new AbortController();
  const handled: string[] = [];
  const appended: string[] = [];
  const reader = createEventReader(connection, store);
  const following = runFollower(reader, documents, {
    name: "steady",
    handle: ({ event: { id } }) => void handled.push(id),
    signal: stop.signal,
  });

  const kept = await vi.waitFor(async () => connection.streamState("KV_event-store"), patience);
  const append200 = async (): Promise<void> => {
    const events = Array.from({ length: 200 }, () => event());
    await appendSurely(connection, events);
    appended.push(...events.map(({ id }) => id));
  };

  await append200();
  await cluster.killLeader(store.stream, 500);
  await append200();
  const stored = await vi.waitFor(async () => collect(reader.read()), patience);
  const end = { checkpoint: { [store.stream]: stored.at(-1)?.sequence } };
  await vi.waitFor(
    async () => expect(await readFollower(documents, "steady")).toMatchObject(end),
    patience,
  );
  stop.abort();
  await following;

  expect(handled).toEqual(stored.map(({ event: { id } }) => id));
  expect(handled.toSorted()).toEqual(appended.toSorted());
  expect(kept).toMatchObject({ replicas: 3 });
});

/** Sends again what was not confirmed: a new leader may lose acks. */
async function appendSurely(
  connection: Connection,
  events: readonly OpenClawEvent[],
): Promise<void> {
  for (let isStored = false; !isStored;)
    isStored = await Promise.race([
      append(connection, store, events).then(
        () => true,
        () => false,
      ),
      sleep(5000, false),
    ]);
}
