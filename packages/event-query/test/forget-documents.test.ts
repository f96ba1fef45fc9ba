import { setTimeout as sleep } from "node:timers/promises";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { expect, test } from "vitest";
import { z } from "zod";
import {
  createEventReader,
  foldEvents,
  followFold,
  forgetInDocuments,
  readFollower,
  runFollower,
  type PagedEventReader,
  type Projection,
} from "../src/index.ts";
import { event, startEventLog, store, type EventLog } from "./event-log.ts";

const ids: Projection<readonly string[]> = {
  name: "ids",
  version: 1,
  schema: z.array(z.string()),
  initial: [],
  apply: (state, { id }) => [...state, id],
};

async function forgetFirst(log: EventLog, reader: PagedEventReader): Promise<void> {
  await log.connection.remove({ stream: store.stream, sequence: 1 });
  await forgetInDocuments(log.documents, reader);
}

test.each([
  ["the last snapshot", 2],
  ["the first snapshot", 4],
])("%s of a fold that runs while its events are forgotten is gone", async (_, snapshotEvery) => {
  await using log = await startEventLog();
  const reader = createEventReader(log.connection, store);
  const [forgotten, ...others] = [event(), event(), event(), event()];
  await log.append([forgotten, others[0]]);
  const stop = new AbortController();
  const running: (readonly string[])[] = [];
  const following = followFold(reader, ids, {
    snapshots: log.documents,
    snapshotEvery,
    onState: ({ state }) => void running.push(state),
    signal: stop.signal,
  });
  await until(() => running.length > 0);

  await forgetFirst(log, reader);
  await log.append(others.slice(1));
  await until(() => running.at(-1)?.length === 4);
  stop.abort();
  await following;
  const kept = await log.documents.get("fold-ids");
  const anew = await foldEvents(reader, ids, { snapshots: log.documents });

  expect(kept).toBeUndefined();
  expect(anew.state).toEqual(others.map(({ id }) => id));
});

test("a follower that runs goes on, without the parked events that are forgotten", async () => {
  await using log = await startEventLog();
  const reader = createEventReader(log.connection, store);
  const [forgotten, parked, later] = [event(), event(), event()];
  await log.append([forgotten, parked]);
  const stop = new AbortController();
  const handled: string[] = [];
  const following = runFollower(reader, log.documents, {
    name: "parking",
    attempts: 1,
    handle({ event: { id } }: { readonly event: OpenClawEvent }) {
      handled.push(id);
      if (id !== later.id) throw new Error(`cannot handle ${id}`);
    },
    signal: stop.signal,
  });
  await until(async () => (await readFollower(log.documents, "parking"))?.parked.length === 2);

  await forgetFirst(log, reader);
  await log.append([later]);
  await until(() => handled.includes(later.id));
  stop.abort();
  await following;

  expect(handled).toEqual([forgotten.id, parked.id, later.id]);
  expect(await readFollower(log.documents, "parking")).toMatchObject({
    checkpoint: { [store.stream]: 3 },
    parked: [{ id: parked.id }],
  });
});

test("where nothing is kept, forgetting keeps nothing either", async () => {
  await using log = await startEventLog();

  await forgetInDocuments(log.documents, createEventReader(log.connection, store));

  expect(await log.documents.keys()).toEqual([]);
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}
