import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openPublisher } from "@openclaw/event-publisher";
import { connect } from "@openclaw/jetstream";
import { expect, test } from "vitest";
import { message, record } from "./conversation.ts";
import { openPatient } from "./patient.ts";

test("a store that is well has no fault", async () => {
  await using patient = await openPatient();
  await patient.talk();
  await patient.write(".openclaw/openclaw.json", {
    plugins: {
      entries: { "event-store": { enabled: true, hooks: { allowConversationAccess: true } } },
    },
  });

  const text = await patient.machine.run(["doctor"], { NATS_URL: patient.server.url });

  expect(await patient.faults()).toEqual({});
  expect(text).toMatchObject({ code: 0, stderr: "" });
  expect(text.stdout).toContain("0 problems, 0 warnings");
});

test("finds clocks that differ", async () => {
  await using patient = await openPatient();
  await patient.talk();
  await writeFile(
    join(patient.machine.home, "ahead.mjs"),
    "const { now } = Date; Date.now = () => now() + 3_600_000;",
  );

  const found = await patient.faults({
    NODE_OPTIONS: `--import=${join(patient.machine.home, "ahead.mjs")}`,
  });

  expect(found).toEqual({ "server.clock": expect.stringContaining("problem: set both clocks") });
});

test("finds an outbox that nobody empties, and what it had no room for", async () => {
  await using patient = await openPatient();
  await patient.talk();
  const dir = join(patient.machine.stateDir, "event-store", "outbox", "common");
  await using nowhere = connect({ url: "nats://127.0.0.1:9" });
  const publisher = await openPublisher(nowhere, {
    streamName: "openclaw-events",
    subjectPrefix: "openclaw.events",
    maxAgeMs: 0,
    outbox: { dir, maxBytes: 10_000 },
  });
  for (let at = 0; at < 40; at += 1) publisher.publish(message(at, "waiting ".repeat(20)));

  const growing = await patient.faults();
  await publisher.close({ timeoutMs: 0 });
  const left = await patient.faults();

  expect(growing["outbox.sending"]).toContain("problem: see the findings about server");
  expect(growing["outbox.full"]).toContain("raise outbox.maxBytes");
  expect(left["outbox.sending"]).toContain("problem: start the gateway");
});

test("finds that events are known to be lost, and that none arrives", async () => {
  await using patient = await openPatient();
  await record(patient.server.url, [
    message(0, "", {
      type: "store.gap",
      payload: { ...message(0, "").payload, data: { cause: "outbox-full", count: 7 } },
    }),
  ]);
  await writeFile(
    join(patient.machine.home, "later.mjs"),
    "const { now } = Date; Date.now = () => now() + 3 * 86_400_000;",
  );

  const found = await patient.faults();
  const later = await patient.faults({
    NODE_OPTIONS: `--import=${join(patient.machine.home, "later.mjs")}`,
  });

  expect(found).toEqual({
    "events.gaps": expect.stringContaining("openclaw-events gaps"),
    "context.messages": expect.stringContaining("allowConversationAccess"),
  });
  expect(later["events.arriving"]).toContain("warning: check that the gateway runs");
});

test("finds that nothing was ever stored", async () => {
  await using patient = await openPatient();
  await patient.machine.run(["stream", "ensure"], { NATS_URL: patient.server.url });

  expect(await patient.faults()).toEqual({
    "events.arriving": expect.stringContaining("problem: check that the gateway runs"),
  });
});

test("finds settings that are wrong, or switch recording off", async () => {
  await using patient = await openPatient();
  await patient.talk();
  await patient.write("config.yml", { gateway: { eventStore: { enabled: false } } });
  const off = await patient.faults();
  await patient.write("config.yml", { gateway: { eventStore: { steamName: "x" } } });
  const wrong = await patient.faults();

  expect(off).toEqual({ "settings.enabled": expect.stringContaining("set enabled to true") });
  expect(wrong).toEqual({ "settings.valid": expect.stringContaining("problem:") });
});

test("finds that the gateway keeps the plugin out, or from hearing conversations", async () => {
  await using patient = await openPatient();
  await patient.talk();
  const path = ".openclaw/openclaw.json";
  await patient.write(path, { plugins: { entries: { "event-store": {} } } });
  const deaf = await patient.faults();
  await patient.write(path, { plugins: { entries: {} } });
  const absent = await patient.faults();
  await patient.write(path, {
    plugins: {
      allow: ["memory-core"],
      entries: { "event-store": { hooks: { allowConversationAccess: true } } },
    },
  });
  const leftOut = await patient.faults();

  expect(deaf).toEqual({ "gateway.access": expect.stringContaining("allowConversationAccess") });
  expect(absent).toEqual({ "gateway.plugin": expect.stringContaining("plugins install") });
  expect(leftOut).toEqual({ "gateway.plugin": expect.stringContaining("plugins.allow") });
});
