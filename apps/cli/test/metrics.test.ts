import { once } from "node:events";
import { join } from "node:path";
import { openPublisher } from "@openclaw/event-publisher";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import { message, record } from "./conversation.ts";
import { createMachine } from "./machine.ts";

test("metrics tell of streams, outboxes and losses", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  await record(server.url, [message(0, "Hello"), message(1, "Hello yourself")]);
  await using nowhere = connect({ url: "nats://127.0.0.1:9" });
  const publisher = await openPublisher(nowhere, {
    streamName: "openclaw-events",
    subjectPrefix: "openclaw.events",
    maxAgeMs: 0,
    outbox: { dir: join(machine.stateDir, "event-store", "outbox", "common") },
  });
  publisher.publish(message(2, "waits"));
  await publisher.close({ timeoutMs: 0 });

  const { stdout } = await machine.run(["metrics"], { NATS_URL: server.url });

  const lines = stdout.split("\n");
  expect(lines).toContain('openclaw_events_stream_events{stream="openclaw-events"} 2');
  expect(lines).toContain("# TYPE openclaw_events_appended_total counter");
  expect(lines).toContain('openclaw_events_outbox_events{outbox="common"} 1');
  expect(lines).toContain("openclaw_events_lost_events 0");
  expect(lines.every((line) => /^(#|$|\w+(\{.*\})? [\d.e+-]+$)/.test(line))).toBe(true);
});

test("metrics are served on loopback until Ctrl-C", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  await record(server.url, [message(0, "Hello")]);
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const child = machine.start(["metrics", "--listen", String(port), "--json"], {
    NATS_URL: server.url,
  });
  const [line] = child.stdout === null ? [] : await once(child.stdout, "data");
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(line)));

  const served = await fetch(url);
  const text = await served.text();
  const elsewhere = await fetch(url.replace("/metrics", "/"));
  child.kill("SIGINT");
  const [code] = await once(child, "exit");

  expect(served.headers.get("content-type")).toContain("version=0.0.4");
  expect(text).toContain('openclaw_events_stream_events{stream="openclaw-events"} 1');
  expect(elsewhere.status).toBe(404);
  expect(code).toBe(0);
});

test("an embedded server serves metrics of its own", async () => {
  await using machine = await createMachine();
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  await machine.run(["up", "--detach", "--metrics", String(port)]);

  const served = await fetch(`http://127.0.0.1:${port}/metrics`);

  expect(await served.text()).toContain(
    'openclaw_events_stream_events{stream="openclaw-events"} 0',
  );
});
