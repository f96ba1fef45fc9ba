import { EventEmitter, once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { silentLogger, type Logger } from "@openclaw/event-schema";
import { connect, type Connection } from "@openclaw/jetstream";
import {
  pretendVersion,
  startConfiguredServer,
  startTestServer,
  type TestServer,
} from "@openclaw/jetstream/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openPublisher, type Publisher, type PublisherOptions } from "../src/index.ts";
import { madeUpEvent } from "./made-up-event.ts";

let server: TestServer;
let dir: string;
let streams = 0;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(async () => server[Symbol.asyncDispose]());

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "openclaw-outbox-"));
  streams += 1;
});

afterEach(async () => rm(dir, { recursive: true, force: true }));

test("each change of state is told", async () => {
  await using connection = connect({ url: server.url });
  const publisher = await open(connection);
  const states: string[] = [];
  publisher.onState((state) => states.push(state));

  await until(publisher, "ready");
  await server.kill();
  await until(publisher, "connecting");
  await server.restart();
  await until(publisher, "ready");
  await publisher.close();

  expect(states).toEqual(["ready", "connecting", "ready", "closed"]);
});

test("a server that has frozen makes the publisher degraded, not ready, until it goes on", async () => {
  await using connection = connect({ url: server.url });
  await using publisher = await open(connection, { ackTimeoutMs: 400 });
  await until(publisher, "ready");

  process.kill(server.pid, "SIGSTOP");
  publisher.publish(madeUpEvent(1));
  await until(publisher, "degraded");
  const frozen = publisher.status;
  process.kill(server.pid, "SIGCONT");
  await until(publisher, "ready");
  await publisher.flush();

  expect(frozen).toMatchObject({ pending: 1, lastError: expect.stringContaining("400 ms") });
  expect(publisher.status).toMatchObject({ pending: 0, lastError: undefined });
});

test("who may not publish is told at once, and of which subject", async () => {
  const prefix = "openclaw.events";
  await using guarded = await startConfiguredServer(
    (store) => `jetstream { store_dir: "${store}/store" }
      authorization { users: [{ user: u, password: x, permissions: { publish: { deny: "${prefix}.>" } } }] }`,
  );
  await using connection = connect({ url: `nats://u:x@127.0.0.1:${guarded.port}` });
  await using publisher = await open(connection, { subjectPrefix: prefix });

  publisher.publish(madeUpEvent(1));
  await until(publisher, "degraded");

  expect(publisher.status.lastError).toMatch(/Permissions Violation .*openclaw\.events\.main/);
  await publisher.close({ timeoutMs: 0 });
});

test("who may not read what was forgotten sends all the same, and warns", async () => {
  await using guarded = await startConfiguredServer(
    (store) => `jetstream { store_dir: "${store}/store" }
      authorization { users: [{ user: u, password: x, permissions: { publish: { deny: "$JS.API.CONSUMER.>" } } }] }`,
  );
  await using connection = connect({ url: `nats://u:x@127.0.0.1:${guarded.port}` });
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
  await using publisher = await open(connection, { logger });

  publisher.publish(madeUpEvent(1));
  const isFlushed = await publisher.flush();

  expect(isFlushed).toBe(true);
  expect(warnings).toEqual([expect.stringMatching(/^what was forgotten .* is not known \(/)]);
});

test("a stream that holds the subjects already is named", async () => {
  await using connection = connect({ url: server.url });
  const { name } = await connection.ensureStream({ name: "older", subjects: ["x.>"], maxAgeMs: 0 });

  await using publisher = await open(connection, { subjectPrefix: "x.y", streamName: "newer" });
  await until(publisher, "degraded");

  expect(publisher.status.lastError).toMatch(`stream newer cannot have the subjects x.y.>`);
  expect(publisher.status.lastError).toContain(`stream ${name} has`);
});

test("a stream is made as it is wanted, and how one that exists differs is logged once", async () => {
  await using connection = connect({ url: server.url });
  const wanted = { maxAgeMs: 60_000, maxBytes: 1_000_000, compress: true, sealed: true };
  const first = await open(connection, wanted);
  await until(first, "ready");
  await first.close();
  const { logger, lines } = collectingLogger();

  await using second = await open(connection, { ...wanted, maxAgeMs: 1000, logger });
  await until(second, "ready");
  await server.restart();
  await until(second, "ready");

  expect(await connection.streamState(`events-${streams}`)).toMatchObject({
    maxAgeMs: 60_000,
    maxBytes: 1_000_000,
    compressed: true,
    sealed: true,
  });
  const drifts = lines.filter((line) => line.includes("left as it is"));
  expect(drifts).toEqual([expect.stringContaining("maxAgeMs is 60000, not 1000")]);
});

test("what an older server lacks is said, and one that is too old is not used", async () => {
  await using older = await pretendVersion(server.url, "2.10.27");
  await using tooOld = await pretendVersion(server.url, "2.9.25");
  await using connection = connect({ url: older.url });
  await using refused = connect({ url: tooOld.url });
  const { logger, lines } = collectingLogger();

  await using publisher = await open(connection, { logger });
  publisher.publish(madeUpEvent(1));
  const flushed = await publisher.flush();
  const ready = refused.ready({ failFast: true });

  expect(flushed).toBe(true);
  expect(lines).toContainEqual(expect.stringContaining("nats-server 2.10.27 lacks"));
  await expect(ready).rejects.toMatchObject({ code: "UNSUPPORTED_SERVER" });
});

const secret = "s3cr3tW0rd";
const shapes = [
  `nats://user:${secret}@HOST`,
  `nats://${secret}@HOST`,
  `tls://user:${secret}@HOST`,
  `user:${secret}@HOST`,
  `${secret}@HOST`,
  `nats://user:${secret}@HOST,nats://user:${secret}@HOST`,
  `nats://HOST,nats://user:${secret}@HOST`,
  `nats://user:%40${secret}%2F@HOST`,
  `nats://user:${secret}@${secret}@HOST`,
  `nats://user:p,${secret}@HOST`,
  `nats://user:${secret}%zz@HOST`,
  `http://user:${secret}@HOST`,
  `nats://user:${secret}@HOST:port`,
  `nats://HOST?token=${secret}`,
];

test.each(shapes)("%s shows its credential in no output", async (shape) => {
  const { logger, lines } = collectingLogger();
  const url = shape.replaceAll("HOST", new URL(server.url).host);
  const shown: unknown[] = [lines];

  try {
    await using connection = connect({ url, logger });
    await using publisher = await open(connection, { logger });
    publisher.publish(madeUpEvent(1));
    await connection.ready({ failFast: true }).catch((error: unknown) => shown.push(error));
    shown.push(publisher.status, connection.lastError);
    await publisher.close({ timeoutMs: 0 });
  } catch (error) {
    shown.push(error);
  }

  const text = inspect(shown, { depth: 20, showHidden: true });
  expect(text).toMatch(/Error/);
  expect(text).not.toContain(secret);
});

async function open(
  connection: Connection,
  options: Partial<PublisherOptions> = {},
): Promise<Publisher> {
  return openPublisher(connection, {
    streamName: `events-${streams}`,
    subjectPrefix: `openclaw.events.${streams}`,
    maxAgeMs: 0,
    outbox: { dir },
    ...options,
  });
}

async function until(publisher: Publisher, wanted: string): Promise<void> {
  const changes = new EventEmitter();
  const stop = publisher.onState((state) => changes.emit(state));
  if (publisher.status.state !== wanted) await once(changes, wanted);
  stop();
}

function collectingLogger(): { readonly logger: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const log = (message: string, details?: object): void => {
    lines.push(`${message} ${inspect(details, { depth: 20 })}`);
  };
  return { logger: { ...silentLogger, error: log, warn: log, info: log, debug: log }, lines };
}
