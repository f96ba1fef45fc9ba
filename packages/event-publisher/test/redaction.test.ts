import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { expect, test } from "vitest";
import { openPublisher } from "../src/index.ts";
import { event } from "./redaction/event.ts";
import { filesHolding } from "./redaction/files-holding.ts";
import { makeSecrets } from "./redaction/secrets.ts";

test("no secret reaches the outbox, the log, the status or the server's disk", async () => {
  const samples = makeSecrets();
  const secrets = samples.map(({ secret }) => secret);
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  await connection.ready();
  await server.stop();
  const logged: unknown[] = [];
  const log = (...line: readonly unknown[]): void => void logged.push(line);
  const publisher = await openPublisher(connection, {
    streamName: "events",
    subjectPrefix: "openclaw.events",
    maxAgeMs: 0,
    outbox: { dir },
    logger: { error: log, warn: log, info: log, debug: log },
  });

  for (const [n, { text }] of samples.entries()) {
    const data = { text, args: { list: [text] }, result: { out: text }, error: `failed: ${text}` };
    publisher.publish({ ...event(data), id: `event-${n}` });
  }
  // Too large for a message: kept in the object store.
  const all = samples.map(({ text }) => text).join("\n");
  publisher.publish({ ...event({ text: `${all}\n${"words ".repeat(200_000)}` }), id: "large" });
  const inOutbox = await filesHolding(dir, secrets);
  const waiting = publisher.status.pending;
  await server.restart();
  await publisher.flush();
  const { state } = publisher.status;
  const told = JSON.stringify([logged, publisher.status]);
  await publisher.close();
  await server.stop();

  expect({ waiting, state }).toEqual({ waiting: samples.length + 1, state: "ready" });
  expect(inOutbox).toEqual([]);
  expect(await filesHolding(dir, secrets)).toEqual([]);
  expect(await filesHolding(server.dir, secrets)).toEqual([]);
  expect(await filesHolding(server.dir, ["[redacted:openai-key:", "words words"])).not.toEqual([]);
  expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
});
