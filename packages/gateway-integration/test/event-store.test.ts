import { randomUUID } from "node:crypto";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { eventId, silentLogger, type OpenClawEvent } from "@openclaw/event-schema";
import { parseConfig } from "@openclaw/event-schema/config";
import { connect } from "@openclaw/jetstream";
import { startConfiguredServer, startTestServer } from "@openclaw/jetstream/testing";
import { writeCertificates } from "@openclaw/tooling/certificates";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { expect, test, vi } from "vitest";
import { createEventStore, type EventStore } from "../src/index.ts";
import { createPluginLogger } from "../src/plugin/plugin-logger.ts";

const session = "agent:main:main";
const said = (text: string, seq: number): OpenClawEvent => {
  const run = { runId: "run-1", seq };
  const timestamp = Date.UTC(2026, 10, 22) + seq;
  return {
    id: eventId("event-store-test", session, String(seq)),
    timestamp,
    agent: "main",
    session,
    type: "conversation.message.in",
    visibility: "internal",
    payload: { ...run, stream: "chat", data: { text }, sessionKey: session, ts: timestamp },
    meta: run,
  };
};

/** What a session that never was before gets; a session's block stays as it is. */
const nextContext = async (store: EventStore): Promise<string | undefined> => {
  const request = { agent: "main", session: `agent:main:${randomUUID()}`, budgetTokens: 200 };
  return (await store.contextFor({ ...request, prompt: "Where is the spare key?" }))?.text;
};

test("memory of what was said is kept over a restart, readable by its owner alone", async () => {
  await using server = await startTestServer();
  await using home = await temporaryDir();
  const config = parseConfig({ url: server.url });

  const first = createEventStore(config, { dir: home.dir });
  first.publish(said("The spare key lies under the blue flower pot.", 1));
  await vi.waitFor(async () => expect(await nextContext(first)).toContain("flower pot"), 60_000);
  await first.close();
  await using second = createEventStore(config, { dir: home.dir });
  const again = await nextContext(second);

  expect(again).toContain("The spare key lies under the blue flower pot.");
  const { mode } = await stat(join(home.dir, "memory/common.snapshot"));
  expect(mode & 0o777).toBe(0o600);
});

test("a snapshot of memory that cannot be read is told of once, however often memory is tried", async () => {
  await using server = await startConfiguredServer(
    (dir) => `jetstream { store_dir: "${dir}" }
      authorization { users: [{
        user: reader, password: secret, permissions: { publish: { deny: "$JS.API.STREAM.CREATE.>" } }
      }] }`,
  );
  await using home = await temporaryDir();
  await mkdir(join(home.dir, "memory/common.snapshot"), { recursive: true });
  const warnings: string[] = [];
  let attempts = 0;
  const log = {
    ...silentLogger,
    warn: (message: string) => void warnings.push(message),
    debug: (message: string) => void (attempts += Number(/memory is not complete/.test(message))),
  };
  const logger = createPluginLogger(log, "event-store");
  const url = `nats://reader:secret@127.0.0.1:${server.port}`;

  await using _ = createEventStore(parseConfig({ url }), { dir: home.dir, logger });
  await vi.waitFor(() => expect(attempts).toBeGreaterThan(1), 60_000);

  expect(warnings.filter((each) => each.includes("snapshot"))).toEqual([
    expect.stringMatching(/could not be read.*EISDIR/),
  ]);
});

test("what was taken while another store had the outbox is kept when the store closes", async () => {
  await using server = await startTestServer();
  await using home = await temporaryDir();
  const config = parseConfig({ url: server.url });
  const host = { dir: home.dir };

  const first = createEventStore(config, host);
  await first.opened;
  const second = createEventStore(config, host);
  await second.opened;
  second.publish(said("The spare key lies under the blue flower pot.", 1));
  await first.close();
  await second.close();
  await using third = createEventStore(config, host);

  expect(await third.flush(10_000)).toBe(true);
  const { events } = await third.reader.page({});
  expect(events.map(({ event }) => event.id)).toEqual([said("", 1).id]);
});

test("closing does not wait for a server that answers nothing", async () => {
  await using server = await startTestServer();
  await using home = await temporaryDir();
  await using other = connect({ url: server.url });
  await other.ready();
  process.kill(server.pid, "SIGSTOP");
  const waited = other.streamState("none").catch(() => "waited for an answer");

  const store = createEventStore(parseConfig({ url: server.url }), { dir: home.dir });
  await store.opened;
  const first = await Promise.race([store.close().then(() => "closed"), waited]);

  process.kill(server.pid, "SIGCONT");
  expect(first).toBe("closed");
});

test("a server that wants certificates is reached with the TLS files of the settings", async () => {
  await using home = await temporaryDir();
  const { ca, cert, key, tls } = await writeCertificates(home.dir);
  await using server = await startConfiguredServer(
    (dir) => `jetstream { store_dir: "${dir}/store" }
      tls { ${tls}, ca_file: "${ca}", verify: true }`,
  );
  const url = `tls://localhost:${server.port}`;

  const config = parseConfig({ url, tls: { ca, cert, key } });
  await using store = createEventStore(config, { dir: join(home.dir, "store") });
  store.publish(said("The spare key lies under the blue flower pot.", 1));

  expect(await store.flush(10_000)).toBe(true);
});
