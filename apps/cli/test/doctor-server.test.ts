import { join } from "node:path";
import { DiscardPolicy, StorageType } from "@nats-io/jetstream";
import { pretendVersion, startConfiguredServer } from "@openclaw/jetstream/testing";
import { canMount, mountDisk } from "@openclaw/tooling/small-disk";
import { expect, test } from "vitest";
import { message, record } from "./conversation.ts";
import { manage } from "./fault-server.ts";
import { createMachine } from "./machine.ts";
import { openPatient } from "./patient.ts";

const mounts = await canMount();
if (!mounts) console.warn('skipped: "finds a full disk" mounts a small disk, which takes root');

test("finds that no server answers", async () => {
  await using patient = await openPatient();
  expect(await patient.faults({ NATS_URL: "nats://127.0.0.1:9" })).toEqual({
    "server.reachable": expect.stringContaining("problem: start the server"),
  });
});

test("finds that no server is named", async () => {
  await using patient = await openPatient();
  expect(await patient.faults({ NATS_URL: "" })).toEqual({
    "server.named": expect.stringContaining("problem:"),
  });
});

test("finds a wrong password", async () => {
  await using patient = await openPatient();
  expect(await patient.faults({ NATS_URL: patient.server.url.replace("@", "x@") })).toEqual({
    "server.credentials": expect.stringContaining("problem: correct user and password"),
  });
});

test("finds that JetStream is off", async () => {
  await using patient = await openPatient();
  await using plain = await startConfiguredServer(() => "");

  expect(await patient.faults({ NATS_URL: `nats://127.0.0.1:${plain.port}` })).toEqual({
    "server.jetstream": expect.stringContaining("problem: start nats-server with -js"),
  });
});

test("finds that JetStream is off for the account", async () => {
  await using patient = await openPatient();
  await using some = await startConfiguredServer(
    (dir) => `jetstream { store_dir: "${dir}/store" }
      accounts { A { users: [{user: a, password: a}] }, B { jetstream: enabled, users: [{user: b, password: b}] } }`,
  );

  expect(await patient.faults({ NATS_URL: `nats://a:a@127.0.0.1:${some.port}` })).toEqual({
    "server.jetstream": expect.stringContaining("enable jetstream for the account"),
  });
});

test("finds an old server", async () => {
  await using patient = await openPatient();
  await patient.talk();
  await using old = await pretendVersion(patient.server.url, "2.10.20");

  expect(await patient.faults({ NATS_URL: old.url })).toEqual({
    "server.version": expect.stringContaining("problem: update it to 2.10.27"),
  });
});

test("finds that an account's storage is full", async () => {
  await using patient = await openPatient();
  await using small = await startConfiguredServer(
    (dir) => `jetstream { store_dir: "${dir}/store" }
      accounts { A { jetstream: { max_file: 100K }, users: [{user: a, password: a}] } }`,
  );
  const url = `nats://a:a@127.0.0.1:${small.port}`;
  await record(url, [message(0, "x".repeat(97_000))]);

  expect(await patient.faults({ NATS_URL: url })).toEqual({
    "server.storage": expect.stringContaining("problem: raise the account's max_file"),
  });
});

test.skipIf(!mounts)("finds a full disk", async () => {
  await using machine = await createMachine();
  await using disk = await mountDisk("64m");
  const dir = join(disk.dir, "nats");
  await machine.run(["up", "--detach", "--dir", dir]);
  await using _ = {
    [Symbol.asyncDispose]: async () => void (await machine.run(["down", "--dir", dir])),
  };
  await disk.fill();

  const { code, stdout } = await machine.run(["doctor", "--dir", dir]);

  expect(code).toBe(1);
  expect(stdout).toContain("✗ disk.free: 0 B are free");
});

test("finds that the stream is missing", async () => {
  await using patient = await openPatient();
  expect(await patient.faults()).toEqual({
    "stream.exists": expect.stringContaining("openclaw-events stream ensure"),
    "stream.writable": expect.stringContaining("problem:"),
  });
});

test("finds drifted retention", async () => {
  await using patient = await openPatient();
  await patient.talk();
  await manage(patient.server.url, async (manager) =>
    manager.streams.update("openclaw-events", { max_age: 7 * 86_400e9 }),
  );

  expect(await patient.faults()).toEqual({
    "stream.settings": expect.stringContaining("stream ensure --update"),
  });
});

test("finds that another stream has the subjects", async () => {
  await using patient = await openPatient();
  await patient.talk();
  await manage(patient.server.url, async (manager) => {
    await manager.streams.update("openclaw-events", { subjects: ["elsewhere.>"] });
    await manager.streams.add({ name: "thief", subjects: ["openclaw.>"] });
  });

  expect(await patient.faults()).toEqual({
    "stream.settings": expect.stringContaining("warning:"),
    "stream.writable": expect.stringContaining("take the subject from the other stream"),
  });
});

test("finds a stream in memory that forgets ids at once", async () => {
  await using patient = await openPatient();
  await manage(patient.server.url, async (manager) =>
    manager.streams.add({
      name: "openclaw-events",
      subjects: ["openclaw.events.>"],
      max_age: 90 * 86_400e9,
      storage: StorageType.Memory,
      duplicate_window: 1e9,
    }),
  );
  await patient.talk();

  expect(await patient.faults()).toEqual({
    "stream.durable": expect.stringContaining("problem: back it up"),
    "stream.dedupe": expect.stringContaining("--dupe-window 2m"),
  });
});

test("finds a full stream that refuses events", async () => {
  await using patient = await openPatient();
  await patient.write("config.yml", {
    gateway: { eventStore: { retention: { maxBytes: 10_000 } } },
  });
  await manage(patient.server.url, async (manager) =>
    manager.streams.add({
      name: "openclaw-events",
      subjects: ["openclaw.events.>"],
      max_age: 90 * 86_400e9,
      max_bytes: 10_000,
      discard: DiscardPolicy.New,
    }),
  );
  await record(patient.server.url, [message(0, "y".repeat(9000))]);

  expect(await patient.faults()).toEqual({
    "stream.full": expect.stringContaining("problem: raise retention.maxBytes"),
  });
});

const users =
  (permissions: string): ((dir: string) => string) =>
  (dir) =>
    `
  jetstream { store_dir: "${dir}/store" }
  accounts { A { jetstream: enabled, users: [
    { user: admin, password: admin }
    { user: agent, password: agent, permissions: { ${permissions} } } ] } }`;

test("finds that a user may not read", async () => {
  await using patient = await openPatient();
  await using some = await startConfiguredServer(
    users(
      'publish: ["openclaw.events.>", "$JS.API.STREAM.INFO.*", "$JS.API.INFO"], subscribe: "_INBOX.>"',
    ),
  );
  await record(`nats://admin:admin@127.0.0.1:${some.port}`, [message(0, "Hello")]);

  const found = await patient.faults({ NATS_URL: `nats://agent:agent@127.0.0.1:${some.port}` });

  expect(found["stream.readable"]).toContain("$JS.API.CONSUMER.CREATE.openclaw-events.>");
  expect(found["stream.writable"]).toBeUndefined();
});

test("finds that a user may not write", async () => {
  await using patient = await openPatient();
  await using some = await startConfiguredServer(
    users('publish: ["$JS.API.>", "$JS.FC.>"], subscribe: "_INBOX.>"'),
  );
  await record(`nats://admin:admin@127.0.0.1:${some.port}`, [message(0, "Hello")]);

  expect(await patient.faults({ NATS_URL: `nats://agent:agent@127.0.0.1:${some.port}` })).toEqual({
    "stream.writable": expect.stringContaining("publish to openclaw.events.main.>"),
  });
});

test("finds the broken identity of one agent", async () => {
  await using patient = await openPatient();
  const url = new URL(patient.server.url);
  url.password = "wrong";
  await patient.talk();
  await patient.write("config.yml", {
    gateway: {
      eventStore: {
        url: patient.server.url,
        subjectPrefix: "openclaw.events",
        agents: { helper: { url: url.href, streamName: "events-helper", subjectPrefix: "helper" } },
      },
    },
  });

  expect(await patient.faults({ NATS_URL: "" })).toEqual({
    "server.credentials": expect.stringContaining("problem:"),
  });
});
