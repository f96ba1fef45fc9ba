import { bindSink, parseEvent, readEvent } from "@openclaw/event-schema";
import type { OpenClawEvent } from "@openclaw/event-schema";
import { afterEach, expect, test } from "vitest";
import { deployFinished } from "../src/deploy-finished.ts";
import deployLog from "../src/index.ts";

/** As the gateway 2026.9.6 fires `after_tool_call`. */
const call = {
  toolName: "exec",
  params: { command: "deploy website --to production" },
  runId: "4f73f65c-7c00-47a3-af36-25e879080ebd",
  toolCallId: "call_3",
  result: { content: [{ type: "text", text: "done" }] },
  durationMs: 262,
};
const context = { agentId: "main", sessionKey: "agent:main:main", toolName: "exec" };

/** What the gateway does when a plugin is loaded: it keeps the hook and fires it later. */
function loadPlugin(): { fire: (event: unknown) => void; warnings: string[] } {
  const handlers: ((event: unknown, context: unknown) => void)[] = [];
  const warnings: string[] = [];
  deployLog.register({
    on: (_, handler) => handlers.push(handler),
    logger: { warn: (message) => warnings.push(message) },
  });
  return { fire: (event) => handlers.forEach((handler) => handler(event, context)), warnings };
}

/** Leaves nothing bound and nothing waiting. */
afterEach(() => bindSink(() => undefined).unbind());

test("without an event store the extension works, and its events wait for one", () => {
  const { fire, warnings } = loadPlugin();

  fire(call);
  const events: OpenClawEvent[] = [];
  bindSink((event) => events.push(event));

  expect(warnings).toEqual([]);
  expect(events).toHaveLength(1);
});

test("with an event store a deployment is one event, which reads as it was declared", () => {
  const events: OpenClawEvent[] = [];
  bindSink((event) => events.push(event));
  const { fire } = loadPlugin();

  fire(call);
  fire({ ...call, toolCallId: "call_4", error: "exit code 1" });
  fire({ ...call, params: { command: "ls" } });
  fire({ ...call, toolName: "read" });

  const read = events.map((event) => readEvent(deployFinished, parseEvent(event)));
  expect(read.map((event) => event?.payload.data)).toEqual([
    { service: "website", outcome: "succeeded", durationMs: 262 },
    { service: "website", outcome: "failed", durationMs: 262 },
  ]);
  expect(read[0]).toMatchObject({ agent: "main", session: "agent:main:main" });
});

test("the same call seen twice has one id", () => {
  const ids = new Set<string>();
  bindSink(({ id }) => ids.add(id));
  const { fire } = loadPlugin();

  fire(call);
  fire(call);

  expect(ids.size).toBe(1);
});

test("data that does not fit is logged, and the gateway goes on", () => {
  const { fire, warnings } = loadPlugin();

  fire({ ...call, durationMs: -1 });

  expect(warnings).toEqual([expect.stringContaining("durationMs")]);
});
