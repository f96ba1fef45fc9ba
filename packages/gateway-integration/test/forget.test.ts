import { openPublisher } from "@openclaw/event-publisher";
import { createEventReader, findForgotten, removeEvents } from "@openclaw/event-query";
import { parseConfig } from "@openclaw/event-schema/config";
import { tombstoneOf } from "@openclaw/event-schema/forgetting";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { readTree } from "@openclaw/tooling/read-tree";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { expect, test, vi } from "vitest";
import { createEventStore, createRecorder } from "../src/index.ts";

const names = { streamName: "openclaw-events", subjectPrefix: "openclaw.events" };
const session = "agent:main:telegram:direct:42";

test("a gateway at work drops what is forgotten from outbox, memory and snapshot", async () => {
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  await using server = await startTestServer();
  const onForgotten = vi.fn<() => void>();
  const store = createEventStore(parseConfig({ url: server.url }), { dir, onForgotten });
  const recorder = createRecorder({ onEvent: (event) => store.publish(event) });
  const say = (content: string, sessionKey: string): void =>
    recorder.onHook(
      "before_message_write",
      { message: { role: "user", content, timestamp: Date.now() } },
      { agentId: "main", sessionKey },
    );
  const block = async (of: string): Promise<string | undefined> =>
    (
      await store.contextFor({
        agent: "main",
        session: of,
        prompt: "lighthouse?",
        budgetTokens: 500,
      })
    )?.text;

  say("The lighthouse keeper is my uncle", session);
  say("I like tea", "agent:main:main");
  await vi.waitFor(async () => expect(await block(crypto.randomUUID())).toContain("tea"), 60_000);
  const before = await block("agent:main:next");
  const holding = await filesWith(dir, "lighthouse");
  await forget(server.url);
  await vi.waitFor(() => expect(onForgotten).toHaveBeenCalled(), 60_000);
  await vi.waitFor(async () => expect(await filesWith(dir, "lighthouse")).toEqual([]), 60_000);
  const after = await block("agent:main:next");
  await store.close();

  expect(before).toContain("lighthouse keeper");
  expect(holding).not.toEqual([]);
  expect(after).not.toContain("lighthouse");
  expect(await filesWith(dir, "lighthouse")).toEqual([]);
  expect(await filesWith(server.dir, "lighthouse")).toEqual([]);
  expect(await filesWith(server.dir, "I like tea")).not.toEqual([]);
});

/** As `openclaw-events forget` does in another process. */
async function forget(url: string): Promise<void> {
  await using connection = connect({ url });
  const { streamName: stream, subjectPrefix } = names;
  const reader = createEventReader(connection, { stream, subjectPrefix });
  const scope = { session, until: Date.now() + 1 };
  const places = await findForgotten(reader, scope);
  await removeEvents(places, {
    remove: async (place) => connection.remove(place, { overwrite: true }),
  });
  await using publisher = await openPublisher(connection, {
    ...names,
    maxAgeMs: 0,
    outbox: "memory",
  });
  publisher.publish(tombstoneOf(scope, { count: places.length, of: "main", at: Date.now() }));
  await publisher.flush();
}

async function filesWith(dir: string, text: string): Promise<readonly string[]> {
  const files = [...(await readTree(dir))];
  return files.filter(([, content]) => content.includes(text)).map(([path]) => path);
}
