import { connect } from "@openclaw/jetstream";
import { expect, test } from "vitest";
import {
  buildRunTree,
  countEvents,
  createEventReader,
  readTimeline,
  runFollower,
} from "../src/index.ts";
import { startEventLog } from "./event-log.ts";
import { madeUpSession } from "./made-up-session.ts";

test("what the README shows runs", async () => {
  await using log = await startEventLog();
  await log.append(madeUpSession());
  const { url } = log.server;
  const lines: string[] = [];
  const print = (...values: readonly unknown[]): void => void lines.push(values.join(" "));
  const stop = new AbortController();

  await using connection = connect({ url });
  const reader = createEventReader(connection, {
    stream: "openclaw-events",
    subjectPrefix: "openclaw.events",
  });

  const page = await reader.page(
    { agent: "main", type: "conversation.message.*", text: "thanks" },
    { order: "desc", limit: 20 },
  );
  for (const { event } of page.events) print(event.timestamp, event.session);

  for await (const { elapsedMs, text } of readTimeline(reader, { session: "agent:main:main" }))
    print(elapsedMs, text);
  const [run] = await buildRunTree(reader.read({ agent: "main" }));
  const { tools } = await countEvents(reader.read({ since: Date.UTC(2026, 5) }));

  await runFollower(reader, connection.openDocuments(), {
    name: "printer",
    filter: { type: "run.*" },
    handle({ event }) {
      print(event.type, event.payload.runId);
      if (event.payload.runId === "r2" && event.type === "run.end") stop.abort();
    },
    signal: stop.signal,
  });

  expect(page.events).toHaveLength(2);
  expect(lines).toContain("7000 Four.");
  expect(run?.tools[0]?.name).toBe("code");
  expect(Object.keys(tools).toSorted()).toEqual(["add", "code"]);
  expect(lines.at(-1)).toBe("run.end r2");
});
