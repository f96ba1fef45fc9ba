import { isCoreEvent, parseEvent, type OpenClawEvent } from "@openclaw/event-schema";
import { expect, test } from "vitest";
import { createRecorder, createRecorderMemory, recordedHooks } from "../src/index.ts";
import { agentEvents, hooks, play, records, steps, tell, transcript } from "./recorded-run.ts";

const { events, ignored } = play();
const ofType = (type: string, from = events): readonly OpenClawEvent[] =>
  from.filter((event) => event.type === type);
const textsOf = (from: readonly OpenClawEvent[]): readonly string[] =>
  from.flatMap((event) =>
    isCoreEvent(event, "conversation.message.in") || isCoreEvent(event, "conversation.message.out")
      ? [event.payload.data.text]
      : [],
  );
/** Runs whose life cycle came to a phase. */
const runsThat = (phase: string): readonly string[] =>
  agentEvents.flatMap(({ event: { stream, data, runId } }) =>
    stream === "lifecycle" && data["phase"] === phase ? [runId] : [],
  );
const runsOf = (type: string): readonly string[] =>
  ofType(type).map(({ payload }) => payload.runId);
const countBySession = (type: string): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const event of ofType(type)) {
    const session = event.session.split(":").slice(0, 3).join(":");
    counts[session] = (counts[session] ?? 0) + 1;
  }
  return counts;
};
const keptBy = (role: string): readonly string[] =>
  transcript.flatMap(({ event: { message } }) => {
    if (message?.role !== role) return [];
    if (typeof message.content === "string") return [message.content];
    return message.content.flatMap(({ text }) => text ?? []);
  });

const trimmed = (text: string): string => text.trim();

const sent = steps.filter(({ op }) => ["chat", "agent", "cli", "chat-abort"].includes(op));
const textOfStep = ({ text, args = [] }: (typeof steps)[number]): string =>
  text ?? args[args.indexOf("--message") + 1] ?? "";

test("every event of the recorded run has its envelope and the data of its type", () => {
  const wrong = events.filter(
    (event) => !isCoreEvent(parseEvent(JSON.parse(JSON.stringify(event)))),
  );

  expect(wrong).toEqual([]);
});

test("whatever is told is recorded, or left out for a reason of a closed list", () => {
  const sources: Record<string, string[]> = {};

  for (const { source, reason } of ignored) {
    const known = (sources[reason] ??= []);
    if (!known.includes(source)) known.push(source);
    known.sort((left, right) => left.localeCompare(right));
  }

  expect(sources).toEqual({
    "not one of the hooks that are recorded": expect.not.arrayContaining([...recordedHooks]),
    "only tells what other facts belong to": [
      "before_compaction",
      "lifecycle/model",
      "message_received",
    ],
    "progress of a run, without content of its own": [
      "command_output/delta",
      "command_output/end",
      "item/end",
      "item/start",
      "item/update",
      "lifecycle/fallback_step",
      "lifecycle/finishing",
      "run_status/preparing_context",
      "run_status/preparing_workspace",
      "run_status/starting_model",
      "tool/update",
      "usage",
    ],
    "part of an answer, which is recorded when it is whole": ["assistant"],
    "a message without text": ["before_message_write", "transcript update"],
    "recorded from another source": ["before_message_write", "transcript update"],
    "told before": [
      "after_tool_call",
      "before_message_write",
      "lifecycle/error",
      "transcript update",
    ],
    "not about a sub-agent": ["subagent_ended"],
  });
});

test("what the users said is there once, in its session, with its run", () => {
  const expected = sent.map((step) => [textOfStep(step), step.result.runId]);

  const recorded = ofType("conversation.message.in").map((event) => [
    ...textsOf([event]),
    event.payload.runId,
  ]);

  for (const [text, runId] of expected)
    expect(
      recorded.filter((other) => other[0] === text && (!runId || other[1] === runId)),
    ).toHaveLength(1);
  expect(recorded).toHaveLength(expected.length + 2); // the sub-agent's task, and its report to main
});

test("what the gateway keeps in its transcripts is recorded word for word", () => {
  const said = textsOf(ofType("conversation.message.in"));
  const answered = textsOf(ofType("conversation.message.out"));

  expect(said).toEqual(expect.arrayContaining(keptBy("user").map(trimmed)));
  expect(answered).toEqual(expect.arrayContaining(keptBy("assistant").map(trimmed)));
});

test("each run has one start and one end, and one answer unless it failed or was aborted", () => {
  const failed = runsThat("error").filter((runId) => !runsThat("end").includes(runId));
  const aborted = steps.flatMap(({ op, result }) => (op === "chat-abort" ? result.runId : []));
  const command = steps.flatMap(({ text, result }) => (text === "/new" ? result.runId : []));
  const answered = runsThat("start").filter(
    (runId) => !failed.includes(runId) && !aborted.includes(runId),
  );

  expect(runsOf("run.start")).toEqual(runsThat("start"));
  expect(runsOf("run.error")).toEqual(failed);
  expect(runsOf("run.end")).toEqual(runsThat("end"));
  expect(new Set(runsOf("conversation.message.out"))).toEqual(new Set([...answered, ...command]));
  expect(runsOf("conversation.message.out")).toHaveLength(answered.length + command.length);
});

test("an aborted run ends as aborted, and a failed model call is no success", () => {
  const aborted = ofType("run.end").filter(
    (event) => isCoreEvent(event, "run.end") && event.payload.data.aborted === true,
  );
  const failed = ofType("run.error")[0]?.payload.data;

  expect(aborted.map(({ payload }) => payload.data)).toMatchObject([{ status: "cancelled" }]);
  expect(failed).toMatchObject({ error: expect.stringContaining("LLM request failed") });
});

test("tool calls and their results belong together", () => {
  const ids = (type: string): readonly unknown[] =>
    ofType(type).map(({ payload: { data, runId } }) => [
      runId,
      typeof data === "object" && data !== null && "toolCallId" in data && data.toolCallId,
    ]);
  const called = hooks.flatMap(({ hook, event }) =>
    hook === "after_tool_call" ? [[event["runId"], event["toolCallId"]]] : [],
  );

  expect(ids("conversation.tool_call")).toHaveLength(called.length);
  expect(ids("conversation.tool_call")).toEqual(expect.arrayContaining(called));
  expect(ids("conversation.tool_result")).toEqual(expect.arrayContaining(called));
  expect(
    ofType("conversation.tool_result").map(
      (event) => isCoreEvent(event, "conversation.tool_result") && event.payload.data.isError,
    ),
  ).toEqual([false, true, false, false, false, false]);
});

test("sessions start and end, also where no hook tells their start", () => {
  expect(countBySession("lifecycle.start")).toEqual({
    "agent:main:main": 3, // and after two resets
    "agent:helper:main": 1,
    "agent:main:second": 1,
    "agent:main:subagent": 1,
  });
  expect(countBySession("lifecycle.end")).toEqual({
    "agent:main:main": 3,
    "agent:helper:main": 1,
    "agent:main:second": 1,
  });
  expect(countBySession("lifecycle.reset")).toEqual({ "agent:main:main": 2 });
  expect(countBySession("lifecycle.compaction")).toEqual({ "agent:main:main": 1 });
  expect(countBySession("subagent.spawned")).toEqual({ "agent:main:main": 1 });
  expect(countBySession("subagent.ended")).toEqual({ "agent:main:main": 1 });
});

test("every model call is recorded, also those of a compaction", () => {
  const calls = hooks.filter(({ hook }) => hook === "model_call_ended").length;

  expect(ofType("model.call")).toHaveLength(calls);
});

test("each event carries the agent of its session, and its run the model", () => {
  expect(events.filter(({ agent, session }) => agent !== session.split(":")[1])).toEqual([]);
  expect(ofType("run.end").map(({ meta }) => meta.model)).toEqual(
    runsThat("end").map((runId) => (runsThat("error").includes(runId) ? undefined : "mock-1")),
  );
});

test("facts that two module copies see twice are recorded once", () => {
  const twice = play(records.flatMap((record) => [record, record]));

  const ids = twice.events.map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
  expect(twice.events).toEqual(events);
});

test("a recorder that takes over in the middle goes on where the other stopped", () => {
  const memory = createRecorderMemory();
  const recorded: OpenClawEvent[] = [];
  let at = 0;
  const next = (): ReturnType<typeof createRecorder> =>
    createRecorder({ memory, onEvent: (event) => recorded.push(event), now: () => at });

  for (const record of records) {
    at = record.t;
    tell(next(), record);
  }

  expect(recorded).toEqual(events);
});

test("other gateways have other ids for the same facts", () => {
  const other: OpenClawEvent[] = [];
  const recorder = createRecorder({ gateway: "other", onEvent: (event) => other.push(event) });

  for (const { event } of agentEvents) recorder.onAgentEvent(event);

  const ids = new Set(events.map(({ id }) => id));
  expect(other.filter(({ id }) => ids.has(id))).toEqual([]);
});

test("what the gateway tells while it calls no hooks is enough for messages, runs and tools", () => {
  const types = /^(conversation|run)\./;
  const { events: heard } = play(records.filter((record) => !("hook" in record)));

  const missed = events.filter(
    ({ id, type }) => types.test(type) && !heard.some((event) => event.id === id),
  );

  // A sub-agent's report to its parent is in no update.
  expect(missed.map(({ type, payload }) => [type, payload.runId.split(":", 1)[0]])).toEqual([
    ["conversation.message.in", "announce"],
  ]);
});
