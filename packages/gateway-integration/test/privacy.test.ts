import { isCoreEvent } from "@openclaw/event-schema";
import { parseConfig } from "@openclaw/event-schema/config";
import { startTestServer } from "@openclaw/jetstream/testing";
import { readTree } from "@openclaw/tooling/read-tree";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { expect, test } from "vitest";
import { createEventStore, createRecorder } from "../src/index.ts";
import { play, records, tell } from "./recorded-run.ts";

/** Words and ids of the recording that tell something of it. */
const telling = [
  ...new Set(
    play().events.flatMap((event) => [
      event.id,
      event.payload.runId,
      ...(isCoreEvent(event, "conversation.message.in") ||
      isCoreEvent(event, "conversation.message.out")
        ? [event.payload.data.text]
        : []),
      ...(isCoreEvent(event, "conversation.tool_call") ? [event.payload.data.toolCallId] : []),
    ]),
  ),
].filter((text) => text.length > 8);

/** Where a run through recorder and store is found again: in the outbox, the server, memory and the log. */
async function traces(
  exclude: object,
  change: (record: string) => string,
): Promise<{ readonly found: readonly string[]; readonly control: readonly string[] }> {
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  await using server = await startTestServer();
  const logged: unknown[] = [];
  const log = (...line: readonly unknown[]): void => void logged.push(line);
  const logger = { error: log, warn: log, info: log, debug: log };
  const store = createEventStore(parseConfig({ url: server.url, exclude }), { dir, logger });
  const recorder = createRecorder({ onEvent: (event) => store.publish(event) });

  const context = { agentId: "other", sessionKey: "agent:other:main" };
  const control = { role: "user", content: "this may be kept", timestamp: 1 };
  recorder.onHook("before_message_write", { message: control }, context);
  for (const record of records) tell(recorder, JSON.parse(change(JSON.stringify(record))));
  await store.flush(10_000);
  const status = JSON.stringify(store.status);
  const outbox = await contentOf(dir);
  await store.close();
  await server.stop();
  const all = [outbox, await contentOf(dir), await contentOf(server.dir)].join("");
  return {
    found: telling.filter((text) => (all + status + JSON.stringify(logged)).includes(text)),
    control: all.includes("this may be kept") ? ["stored"] : [],
  };
}

async function contentOf(dir: string): Promise<string> {
  return Buffer.concat([...(await readTree(dir)).values()]).toString();
}

const sessionKeys = /agent:(main|helper):[\w:-]+/g;

test("no byte of an incognito session and its sub-agents is anywhere", async () => {
  const incognito = await traces({}, (record) =>
    record.replaceAll(sessionKeys, (key, agent: string) =>
      key.includes(":subagent:")
        ? `agent:${agent}:subagent:incognito-7d0c`
        : `agent:${agent}:dashboard:incognito-9ba0`,
    ),
  );

  expect(telling.length).toBeGreaterThan(50);
  expect(incognito).toEqual({ found: [], control: ["stored"] });
});

test("no byte of a sub-agent that an incognito session has is anywhere, whatever its key", async () => {
  const incognito = await traces({}, (record) =>
    record.replaceAll(sessionKeys, (key, agent: string) =>
      key.includes(":subagent:") ? key : `agent:${agent}:dashboard:incognito-9ba0`,
    ),
  );

  expect(incognito).toEqual({ found: [], control: ["stored"] });
});

const ownSessions = [...new Set(play().events.map(({ session }) => session))].filter(
  (session) => !session.includes(":subagent:"),
);

test.each([
  { sessions: ["agent:main:*", "agent:helper:*"] },
  { sessions: ownSessions },
  { types: ["conversation.*", "run.*", "lifecycle.*", "model.*", "subagent.*", "unknown.*"] },
])("no byte of what is excluded by %o is anywhere", async (exclude) => {
  const { found, control } = await traces(exclude, (record) => record);

  expect(found).toEqual([]);
  expect(control).toEqual("sessions" in exclude ? ["stored"] : []);
});

test("no byte of an excluded channel is anywhere", async () => {
  const exclude = { channels: ["telegram"] };
  const { found, control } = await traces(exclude, (record) =>
    record.replaceAll(sessionKeys, (key, agent: string) =>
      key.includes(":subagent:") ? key : `agent:${agent}:telegram:direct:42`,
    ),
  );

  expect(found).toEqual([]);
  expect(control).toEqual(["stored"]);
});

test("what a message of an excluded channel leads to in a shared session is not recorded", () => {
  const kept: string[] = [];
  const recorder = createRecorder({
    onEvent: ({ meta, type }) => kept.push(`${type} ${meta.channel}`),
  });
  const inMain = { agentId: "main", sessionKey: "agent:main:main" };
  const run = { runId: "run-1", ts: 1, ...inMain };

  recorder.onHook("message_received", { messageId: "77" }, { ...inMain, channelId: "telegram" });
  recorder.onAgentEvent({ ...run, stream: "lifecycle", seq: 1, data: { phase: "start" } });
  recorder.onAgentEvent({
    ...run,
    stream: "tool",
    seq: 2,
    data: { phase: "start", toolCallId: "c", name: "exec" },
  });

  expect(kept).toEqual([
    "lifecycle.start telegram",
    "run.start telegram",
    "conversation.tool_call telegram",
  ]);
});
