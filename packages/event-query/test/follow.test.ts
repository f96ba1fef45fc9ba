import { setTimeout as sleep } from "node:timers/promises";
import { EventStoreError, type OpenClawEvent } from "@openclaw/event-schema";
import { expect, test } from "vitest";
import {
  createEventReader,
  readFollower,
  requeueParked,
  runFollower,
  type FollowerOptions,
} from "../src/index.ts";
import { event, startEventLog, store, type EventLog } from "./event-log.ts";

const kills = 20;

test("a follow goes on over 20 server kills without gap or repeat", async () => {
  await using log = await startEventLog();
  const reader = createEventReader(log.connection, store);
  const stop = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    for await (const stored of reader.follow({}, { signal: stop.signal }))
      seen.push(stored.event.id);
  })();
  const appended: string[] = [];

  for (let kill = 0; kill < kills; kill += 1) {
    const events = Array.from({ length: 200 }, () => event());
    await log.append(events);
    appended.push(...events.map(({ id }) => id));
    await log.server.kill();
    await log.server.restart();
    await log.connection.ready({ timeoutMs: 30_000 });
  }
  await until(() => seen.length >= appended.length);
  stop.abort();
  await following;

  expect(seen).toEqual(appended);
});

test("a durable follower goes on where it was, over restarts of itself and of the server", async () => {
  await using log = await startEventLog();
  const handled: string[] = [];
  const handle = ({ event: { id } }: { readonly event: OpenClawEvent }): void =>
    void handled.push(id);
  const all: string[] = [];

  for (let restart = 0; restart < 5; restart += 1) {
    const events = Array.from({ length: 100 }, () => event());
    await log.append(events);
    all.push(...events.map(({ id }) => id));
    const follower = startFollower(log, { name: "durable", handle });
    if (restart % 2 === 1) {
      await log.server.kill();
      await log.server.restart();
      await log.connection.ready({ timeoutMs: 30_000 });
    }
    await until(() => handled.length >= all.length);
    await follower.stop();
  }

  expect(handled).toEqual(all);
});

test("an event its handler cannot handle is parked, listed and requeued, and the others go on", async () => {
  await using log = await startEventLog();
  const poison = event();
  const events = [event(), poison, event(), event()];
  const attempts: string[] = [];
  let isHealed = false;
  const handle = ({ event: { id } }: { readonly event: OpenClawEvent }): void => {
    attempts.push(id);
    if (id === poison.id && !isHealed) throw new Error("cannot be handled");
  };
  await log.append(events);
  const follower = startFollower(log, { name: "parking", handle, attempts: 3, retryDelayMs: 1 });

  await until(() => attempts.includes(events[3]?.id ?? ""));
  await follower.stop();
  const parked = await readFollower(log.documents, "parking");
  isHealed = true;
  const requeued = await requeueParked(log.documents, "parking");
  const again = startFollower(log, { name: "parking", handle });
  await until(() => attempts.at(-1) === poison.id);
  await again.stop();
  const after = await readFollower(log.documents, "parking");

  const [first, , third, fourth] = events.map(({ id }) => id);
  expect(attempts).toEqual([first, poison.id, poison.id, poison.id, third, fourth, poison.id]);
  expect(parked?.parked).toMatchObject([
    { id: poison.id, sequence: 2, error: "cannot be handled", attempts: 3 },
  ]);
  expect(requeued).toBe(1);
  expect(after).toMatchObject({ parked: [], requeued: [], checkpoint: { [store.stream]: 4 } });
});

test("what a follower has parked is not lost where it ends before that is kept", async () => {
  await using log = await startEventLog();
  const events = Array.from({ length: 200 }, () => event());
  await log.append(events);
  const places: number[] = [];
  let writes = 0;
  const documents: typeof log.documents = {
    ...log.documents,
    async put(...change) {
      writes += 1;
      // The name, one event or more; then the process is gone.
      if (writes > 2) throw new EventStoreError("CLOSED", "the connection was closed");
      return log.documents.put(...change);
    },
  };
  const failing: FollowerOptions = {
    name: "ending",
    attempts: 1,
    handle() {
      throw new Error("cannot be handled");
    },
  };

  await expect(
    runFollower(createEventReader(log.connection, store), documents, failing),
  ).rejects.toMatchObject({ code: "CLOSED" });
  const kept = await readFollower(log.documents, "ending");
  const next = startFollower(log, {
    name: "ending",
    handle: ({ sequence }) => void places.push(sequence),
  });
  await until(() => places.at(-1) === events.length);
  await next.stop();

  const parked = kept?.parked.map(({ sequence }) => sequence) ?? [];
  expect([...parked, ...places]).toEqual(events.map((_, at) => at + 1));
});

test("a follower whose handler fails always stops before it parks more than can be kept", async () => {
  await using log = await startEventLog();
  const events = Array.from({ length: 600 }, () => event());
  await log.append(events);
  const handled = new Set<string>();
  let isHealed = false;
  const handle = ({ event: { id } }: { readonly event: OpenClawEvent }): void => {
    if (!isHealed) throw new Error("nothing works ".repeat(1000));
    handled.add(id);
  };
  const start = (): RunningFollower => startFollower(log, { name: "failing", handle, attempts: 1 });
  const full = { code: "STORAGE_FULL" };

  await expect(start().done).rejects.toMatchObject(full);
  await expect(start().done).rejects.toMatchObject(full);
  isHealed = true;
  await requeueParked(log.documents, "failing");
  const follower = start();
  await until(() => handled.size === events.length);
  await follower.stop();

  expect(await readFollower(log.documents, "failing")).toMatchObject({ parked: [], requeued: [] });
});

test("a follower yields to a newer one of its name", async () => {
  await using log = await startEventLog();
  const older = startFollower(log, { name: "single", handle: () => undefined });
  const owner = async (): Promise<string | undefined> =>
    (await readFollower(log.documents, "single"))?.owner;
  await until(async () => (await owner()) !== undefined);
  const first = await owner();
  const newer = startFollower(log, { name: "single", handle: () => undefined });
  await until(async () => (await owner()) !== first);

  await log.append([event()]);

  await expect(older.done).rejects.toMatchObject({ code: "IN_USE" });
  await newer.stop();
});

test("a follower is told from its name that it cannot be", async () => {
  await using log = await startEventLog();

  const { done } = startFollower(log, { name: "no name", handle: () => undefined });

  await expect(done).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
});

interface RunningFollower {
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

function startFollower(log: EventLog, options: FollowerOptions): RunningFollower {
  const stop = new AbortController();
  const reader = createEventReader(log.connection, store);
  const done = runFollower(reader, log.documents, { ...options, signal: stop.signal });
  done.catch(() => undefined);
  return {
    done,
    async stop() {
      stop.abort();
      await done;
    },
  };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}
