import { setTimeout as sleep } from "node:timers/promises";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { connect, type Connection } from "@openclaw/jetstream";
import { startTestCluster } from "@openclaw/jetstream/testing";
import { expect, test, vi } from "vitest";
import { createEventReader, readFollower, runFollower } from "../src/index.ts";
import { append, collect, event, store } from "./event-log.ts";

const kills = 2;

test(
  "a durable follower in a cluster goes on over killed leaders, without gap or repeat",
  { timeout: 180_000 },
  async () => {
    await using cluster = await startTestCluster();
    await using connection = connect({ url: cluster.url });
    const subjects = [`${store.subjectPrefix}.>`];
    const spec = { name: store.stream, subjects, maxAgeMs: 0, replicas: 3 };
    await connection.ensureStream(spec);
    const documents = connection.openDocuments({ replicas: 3 });
    const stop = new AbortController();
    const handled: string[] = [];
    const appended: string[] = [];
    const following = runFollower(createEventReader(connection, store), documents, {
      name: "steady",
      handle: ({ event: { id } }) => void handled.push(id),
      signal: stop.signal,
    });

    for (let kill = 0; kill < kills; kill += 1) {
      const events = Array.from({ length: 200 }, () => event());
      await appendSurely(connection, events);
      appended.push(...events.map(({ id }) => id));
      await cluster.killAndRestart(await leaderOf(connection), 200);
      await leaderOf(connection);
    }
    const stored = await collect(createEventReader(connection, store).read());
    await vi.waitFor(() => expect(handled).toHaveLength(stored.length), 60_000);
    stop.abort();
    await following;

    expect(handled).toEqual(stored.map(({ event: { id } }) => id));
    expect(handled.toSorted()).toEqual(appended.toSorted());
    expect(await connection.streamState("KV_event-store")).toMatchObject({ replicas: 3 });
    expect(await readFollower(documents, "steady")).toMatchObject({
      checkpoint: { [store.stream]: appended.length },
    });
  },
);

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

/** The leader of the stream, as soon as all members are up to date. */
async function leaderOf(connection: Connection): Promise<string> {
  for (;;) {
    const state = await connection.streamState(store.stream).catch(() => undefined);
    if (state?.leader !== undefined && state.lagging === 0) return state.leader;
    await sleep(50);
  }
}
