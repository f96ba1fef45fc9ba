import type { OpenClawEvent } from "@openclaw/event-schema";
import { until, type Payload, type Turn } from "@openclaw/tooling/gateway-harness";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import {
  complaints,
  conversation,
  countOf,
  doubled,
  helper,
  main,
  said,
  second,
  storedWhen,
  type World,
} from "./scenario.ts";

interface Sent extends Turn {
  readonly session: string;
  readonly asked: string;
}

const spawnTool = JSON.stringify({
  id: "sessions_spawn",
  args: { task: "say hi", agentId: "main" },
});

/** Compares the stream of a long scenario with what the harness sent, and what it heard on its socket. */
export function testRecording(world: World): void {
  const turns: Sent[] = [];
  let events: readonly OpenClawEvent[];
  let heard: readonly Heard[];
  let abortedRun: string;
  let cliCode: number;
  let log: readonly string[];

  const chat = async (session: string, asked: string): Promise<void> => {
    turns.push({ session, asked, ...(await world.gateway.chat(session, asked)) });
  };

  beforeAll(async () => {
    const { gateway, server } = world;
    await chat(main, "hello one");
    await chat(main, 'run it [[tool:exec {"command":"echo harness-tool-output"}]]');
    await chat(main, 'failing tool [[tool:read {"path":"missing-file.txt"}]]');
    await chat(main, "hello two");
    await chat(main, "hello three");
    await chat(helper, "hello helper");
    await chat(helper, 'deploy [[tool:exec {"command":"deploy billing"}]]');
    await chat(second, "model failure [[fail:400]]");
    await chat(second, "after the failure");
    abortedRun = await gateway.send(second, "this one is aborted [[slow:8000]]");
    await until("the run to be aborted has asked the model", () =>
      gateway.model.requests.some((request) => JSON.stringify(request).includes("[[slow:8000]]"))
        ? true
        : undefined,
    );
    await gateway.request("chat.abort", { sessionKey: second });
    const message = ["agent", "--agent", "helper", "--message", "hello from the cli", "--json"];
    cliCode = (await gateway.cli(...message)).code;
    await gateway.request("sessions.compact", { key: main });
    await chat(main, "after compaction");
    await gateway.request("sessions.reset", { key: main, reason: "reset" });
    await chat(main, "after the reset");
    await chat(main, "/new");
    await chat(main, "after slash new");
    await chat(main, `spawn [[tool:tool_call ${spawnTool}]]`);
    await until("the sub-agent's report is answered", () =>
      heardOf(gateway.heard).some(({ runId, isOver }) => isOver && runId.startsWith("announce:"))
        ? true
        : undefined,
    );
    await gateway.request("sessions.delete", { key: second });
    heard = heardOf(gateway.heard);
    const runs = heard.flatMap(({ runId, isOver }) => (isOver ? [runId] : []));
    events = await storedWhen("all that was heard is stored", server.url, (stored) => {
      const ended = new Set(endsOf(stored).map(({ payload }) => payload.runId));
      return runs.every((run) => ended.has(run)) && countOf(stored, "lifecycle.end", second) > 0;
    });
    log = complaints(gateway);
  });

  test("every message of a user is stored once, with its run, session and agent", () => {
    const stored = said(events, "conversation.message.in");

    for (const { sentAs, asked, session } of turns) {
      const found = events.filter(
        ({ type, payload }) => type === "conversation.message.in" && payload.runId === sentAs,
      );
      expect(found.map((event) => [event.session, event.agent])).toEqual([
        [session, session.split(":")[1]],
      ]);
      expect(stored.filter(([run]) => run === sentAs)).toEqual([[sentAs, asked]]);
    }
    expect(cliCode).toBe(0);
    expect(stored.filter(([, text]) => text === "hello from the cli")).toHaveLength(1);
    expect(stored.filter(([run]) => run === abortedRun)).toHaveLength(1);
  });

  test("every answer is stored once, as the chat got it, in the order of the conversation", () => {
    const stored = said(events, "conversation.message.out");
    const expected = turns.filter(({ session }) => session === main);

    for (const { runId, text, asked } of turns)
      expect(stored.filter(([run]) => run === runId)).toEqual(
        asked.includes("[[fail") ? [] : [[runId, text]],
      );
    expect(conversation(events, main).slice(0, 2 * expected.length)).toEqual(
      expected.flatMap(({ asked, text }) => [asked, text]),
    );
  });

  test("each run that was heard starts and ends once, failed and aborted ones as such", () => {
    const outcome = (runId: string): unknown =>
      endsOf(events)
        .filter(({ payload }) => payload.runId === runId)
        .map(({ type, payload }) => [type, payload.data]);
    const failed = turns.find(({ asked }) => asked.includes("[[fail"));
    const started = heard.flatMap(({ runId, isStart }) => (isStart ? [runId] : []));

    expect(runsOf(events.filter(({ type }) => type === "run.start"))).toEqual(sorted(started));
    expect(runsOf(endsOf(events))).toEqual(sorted(started));
    expect(outcome(failed?.runId ?? "")).toMatchObject([
      ["run.error", { error: expect.any(String) }],
    ]);
    expect(outcome(abortedRun)).toMatchObject([["run.end", { aborted: true }]]);
  });

  test("each tool call that was heard, and its result, is stored once", () => {
    const called = heardCalls(heard, "start");

    expect(called).toHaveLength(5);
    expect(storedCalls(events, "conversation.tool_call")).toEqual(called);
    expect(storedCalls(events, "conversation.tool_result")).toEqual(heardCalls(heard, "result"));
  });

  test("sub-agents, resets, compaction and sessions are stored", () => {
    const children = new Set(
      events.map(({ session }) => session).filter((session) => session.includes(":subagent:")),
    );
    const [child = ""] = children;

    expect(countOf(events, "subagent.spawned", main)).toBe(1);
    expect(countOf(events, "subagent.ended", main)).toBe(1);
    expect(children.size).toBe(1);
    expect(conversation(events, child)).toEqual([
      expect.stringContaining("say hi"),
      expect.stringContaining("say hi"),
    ]);
    expect(countOf(events, "lifecycle.reset", main)).toBe(2);
    expect(countOf(events, "lifecycle.compaction", main)).toBe(1);
    expect(
      [main, helper, second].map((session) => [
        countOf(events, "lifecycle.start", session),
        countOf(events, "lifecycle.end", session),
      ]),
    ).toEqual([
      [3, 2],
      [1, 0],
      [1, 1],
    ]);
    expect(countOf(events, "lifecycle.start")).toBe(6);
  });

  test("another extension's events are stored once, although it was loaded first", () => {
    const found = events.filter(({ type }) => type === "deploy-log.deploy.finished");

    expect(found.map(({ agent, session, payload }) => [agent, session, payload.data])).toEqual([
      ["helper", helper, expect.objectContaining({ service: "billing" })],
    ]);
  });

  test("nothing is stored twice, and each run is in order", () => {
    const sources = new Set(["lifecycle", "tool"]);
    const last = new Map<string, number>();

    expect(doubled(events)).toEqual([]);
    for (const { payload } of events.filter(({ payload: { stream } }) => sources.has(stream))) {
      expect(payload.seq).toBeGreaterThan(last.get(payload.runId) ?? 0);
      last.set(payload.runId, payload.seq);
    }
  });

  test("neither the plugin nor the gateway about it has anything to complain of", () => {
    expect(log).toEqual([]);
  });
}

const agentEvent = z.object({
  runId: z.string(),
  stream: z.string(),
  data: z.object({ phase: z.string().optional(), toolCallId: z.string().optional() }),
});

/** What the gateway told its operators of one moment of a run. */
interface Heard {
  readonly runId: string;
  readonly isStart: boolean;
  readonly isOver: boolean;
  /** Phase of a tool call. */
  readonly tool: string | undefined;
  readonly toolCallId: string | undefined;
}

function heardOf(payloads: readonly Payload[]): readonly Heard[] {
  return payloads.map((payload) => {
    const { runId, stream, data } = agentEvent.parse(payload);
    const { phase, toolCallId } = data;
    const inLifecycle = stream === "lifecycle";
    return {
      runId,
      isStart: inLifecycle && phase === "start",
      isOver: inLifecycle && (phase === "end" || phase === "error"),
      tool: stream === "tool" ? phase : undefined,
      toolCallId,
    };
  });
}

function heardCalls(heard: readonly Heard[], phase: string): readonly string[] {
  const calls = heard.filter(({ tool }) => tool === phase);
  return sorted(calls.map(({ runId, toolCallId }) => `${runId} ${toolCallId}`));
}

const toolData = z.looseObject({ toolCallId: z.string() });

function storedCalls(events: readonly OpenClawEvent[], type: string): readonly string[] {
  const calls = events.filter((event) => event.type === type);
  return sorted(
    calls.map(({ payload }) => `${payload.runId} ${toolData.parse(payload.data).toolCallId}`),
  );
}

function endsOf(events: readonly OpenClawEvent[]): readonly OpenClawEvent[] {
  return events.filter(({ type }) => type === "run.end" || type === "run.error");
}

function runsOf(events: readonly OpenClawEvent[]): readonly string[] {
  return sorted(events.map(({ payload }) => payload.runId));
}

function sorted(texts: readonly string[]): readonly string[] {
  return texts.toSorted((left, right) => left.localeCompare(right));
}
