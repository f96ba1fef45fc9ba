import { setTimeout as sleep } from "node:timers/promises";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { expect, test } from "vitest";
import { conversation, diffRuns, replayEvents } from "../src/index.ts";
import { collect, event, noon } from "./event-log.ts";
import { madeUpSession, stored } from "./made-up-session.ts";

const events = madeUpSession();

test.each([
  [1, 1000],
  [10, 100],
  [Number.POSITIVE_INFINITY, undefined],
])("replays at speed %d with pauses of %s ms", async (speed, pauseMs) => {
  const pauses: number[] = [];
  const wait = async (ms: number): Promise<void> => void pauses.push(ms);

  const replayed = await collect(replayEvents(stored(events), { speed, wait }));

  expect(replayed.map((each) => each.event)).toEqual(events);
  expect(pauses).toEqual(pauseMs === undefined ? [] : Array.from({ length: 16 }, () => pauseMs));
});

test("replays up to a sequence or time", async () => {
  const bySequence = await collect(replayEvents(stored(events), { untilSequence: 3 }));
  const byTime = await collect(replayEvents(stored(events), { untilTime: noon + 4000 }));

  expect(bySequence).toHaveLength(3);
  expect(byTime).toHaveLength(5);
});

test("a replay that is aborted in a pause says so", async () => {
  const apart = [event(), event({ timestamp: noon + 100 * 86_400_000 })];
  const stop = new AbortController();
  const replayed: unknown[] = [];
  const replaying = (async () => {
    const options = { speed: 1, signal: stop.signal };
    for await (const each of replayEvents(stored(apart), options)) replayed.push(each);
  })();

  await sleep(20);
  stop.abort();

  await expect(replaying).rejects.toMatchObject({ code: "ABORTED" });
  expect(replayed).toHaveLength(1);
});

test.each([0, -1, Number.NaN])("refuses the speed %d", async (speed) => {
  await expect(collect(replayEvents(stored(events), { speed }))).rejects.toMatchObject({
    code: "INVALID_ARGUMENT",
  });
});

test("the conversation is what the model saw", () => {
  const { messages } = events.slice(0, 8).reduce(conversation.apply, conversation.initial);

  expect(messages).toMatchObject([
    { role: "user", text: "What is 2 + 2?" },
    { role: "tool_call", toolCallId: "t1", name: "code", args: { x: 1 } },
    { role: "tool_result", toolCallId: "t1", isError: true },
    { role: "assistant", text: "Four." },
  ]);
});

test("of a call that failed without a result the conversation has the error", () => {
  const data = { toolCallId: "t1", name: "code", isError: true, error: "out of time" };

  const { messages } = conversation.apply(
    conversation.initial,
    event({ type: "conversation.tool_result", data }),
  );

  expect(messages).toMatchObject([{ role: "tool_result", result: "out of time", isError: true }]);
});

test("compaction shortens the conversation, a reset ends it", () => {
  const said = [
    ...Array.from({ length: 4 }, () => event()),
    ...["a", "b"].map((toolCallId) =>
      event({ type: "conversation.tool_call", data: { toolCallId, name: "read" } }),
    ),
  ];
  const compaction = event({ type: "lifecycle.compaction", data: { messageCount: 3 } });
  const reset = event({ type: "lifecycle.reset", data: {} });

  const compacted = [...said, compaction].reduce(conversation.apply, conversation.initial);
  const after = [...said, compaction, reset].reduce(conversation.apply, conversation.initial);

  expect(compacted).toMatchObject({
    messages: [{ role: "user" }, { toolCallId: "a" }, { toolCallId: "b" }],
    compacted: 3,
  });
  expect(after).toEqual({ messages: [], compacted: 0 });
});

const step = (text: string, at: number): OpenClawEvent =>
  event({ data: { text, toolCallId: String(at) } });

test("two runs are compared step by step, whatever their ids and times", async () => {
  const first = ["a", "b", "c"].map(step);
  const second = ["a", "x", "c", "d"].toReversed().map(step).toReversed();

  const differences = await diffRuns(stored(first), stored(second));

  expect(differences.map(({ kind }) => kind)).toEqual([
    "both",
    "first",
    "second",
    "both",
    "second",
  ]);
});
