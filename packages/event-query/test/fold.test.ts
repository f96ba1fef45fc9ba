import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import {
  createEventReader,
  foldEvents,
  followFold,
  type PagedEventReader,
  type Projection,
} from "../src/index.ts";
import { event, startEventLog, store, type EventLog } from "./event-log.ts";

let log: EventLog;
let reader: PagedEventReader;

/** How many events each session has. */
const sizes: Projection<Record<string, number>> = {
  name: "sizes",
  version: 1,
  filter: { type: "conversation.*" },
  schema: z.record(z.string(), z.number()),
  initial: {},
  apply: (state, { session }) => ({ ...state, [session]: (state[session] ?? 0) + 1 }),
};

beforeAll(async () => {
  log = await startEventLog();
  await log.append(Array.from({ length: 250 }, (_, at) => event({ session: `s${at % 3}` })));
  await log.append([event({ type: "run.end" })]);
  reader = createEventReader(log.connection, store);
});

afterAll(async () => log[Symbol.asyncDispose]());

test("a state is rebuilt as it was kept live", async () => {
  const stop = new AbortController();
  const states: unknown[] = [];
  const following = followFold(reader, sizes, {
    onState: (folded) => void states.push(folded),
    signal: stop.signal,
  });
  while (states.length === 0) await sleep(5);
  await log.append([event({ session: "s0" }), event({ session: "new" })]);
  while (states.length < 3) await sleep(5);
  stop.abort();
  await following;

  const rebuilt = await foldEvents(reader, sizes);

  expect(rebuilt.state).toEqual({ s0: 85, s1: 83, s2: 83, new: 1 });
  expect(states).toEqual([
    { state: { s0: 84, s1: 83, s2: 83 }, checkpoint: { [store.stream]: 250 } },
    { state: { s0: 85, s1: 83, s2: 83 }, checkpoint: { [store.stream]: 252 } },
    rebuilt,
  ]);
});

test("a snapshot saves reading what is in it", async () => {
  const snapshots = log.documents;
  let applied = 0;
  const counting: typeof sizes = {
    ...sizes,
    name: "counting",
    apply(state, each) {
      applied += 1;
      return sizes.apply(state, each);
    },
  };
  const first = await foldEvents(reader, counting, { snapshots, snapshotEvery: 100 });
  const all = applied;
  applied = 0;

  const second = await foldEvents(reader, counting, { snapshots, snapshotEvery: 100 });

  expect(second).toEqual(first);
  expect([all, applied]).toEqual([252, 52]);
});

test.each([
  ["version", { version: 2 }],
  ["filter", { filter: { type: "conversation.message.*" } }],
  ["shape", { schema: z.record(z.string(), z.number().max(1)) }],
])("a snapshot of another %s is left aside", async (what, change) => {
  const snapshots = log.documents;
  const base = { ...sizes, name: `aside-${what}` };
  await foldEvents(reader, base, { snapshots, snapshotEvery: 10 });
  let applied = 0;
  const changed: typeof sizes = {
    ...base,
    ...change,
    apply(state, each) {
      applied += 1;
      return sizes.apply(state, each);
    },
  };

  await foldEvents(reader, changed, { snapshots });

  expect(applied).toBe(252);
});
