import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isEventStoreError } from "@openclaw/event-schema";
import { fromSource } from "@openclaw/tooling/run-program";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect } from "../src/index.ts";
import { findNatsServer, readServerRecord, startEmbeddedServer } from "../src/server/index.ts";

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "openclaw-embedded-"));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

test("runs with JetStream, for those who have its secret", async () => {
  await using server = await startEmbeddedServer({ dir });
  await using connection = connect({ url: server.url });
  await using stranger = connect({ url: `nats://127.0.0.1:${server.port}` });

  const state = await connection.ensureStream({ name: "events", subjects: ["e.>"], maxAgeMs: 0 });
  const refused = await stranger.ready({ failFast: true }).catch((error: unknown) => error);

  expect(state.messages).toBe(0);
  expect(isEventStoreError(refused, "PERMISSION_DENIED")).toBe(true);
});

test("keeps its files to its user", async () => {
  const server = await startEmbeddedServer({ dir });

  const modes = await Promise.all(
    ["nats-server.conf", "server.json"].map(async (name) => (await stat(join(dir, name))).mode),
  );

  expect(modes.map((mode) => mode % 0o1000)).toEqual([0o600, 0o600]);
  await server[Symbol.asyncDispose]();
});

test("comes back on the same port, with the same secret and what it stored", async () => {
  const first = await startEmbeddedServer({ dir });
  await using connection = connect({ url: first.url });
  await connection.ensureStream({ name: "events", subjects: ["e.>"], maxAgeMs: 0 });
  await first[Symbol.asyncDispose]();

  await using second = await startEmbeddedServer({ dir });

  expect(second.url).toBe(first.url);
  expect((await connection.streamState("events")).name).toBe("events");
});

test("tells others of its user how to reach it", async () => {
  await using server = await startEmbeddedServer({ dir });

  const record = await readServerRecord(dir);

  expect(record).toEqual({ dir, port: server.port, url: server.url });
});

test("refuses a directory that another live server uses", async () => {
  const server = await startEmbeddedServer({ dir });

  const error = await startEmbeddedServer({ dir }).catch((reason: unknown) => reason);

  expect(isEventStoreError(error, "IN_USE")).toBe(true);
  await server[Symbol.asyncDispose]();
});

test("refuses a port that is taken", async () => {
  await using server = await startEmbeddedServer({ dir });

  const error = await startEmbeddedServer({ dir: join(dir, "other"), port: server.port }).catch(
    (reason: unknown) => reason,
  );

  expect(isEventStoreError(error, "IN_USE")).toBe(true);
});

test("ends with its parent, even a killed one, and its store can be used at once", async () => {
  const script = join(import.meta.dirname, "start-server-and-wait.ts");
  const parent = spawn(process.execPath, [...fromSource, script, dir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(parent.stdout, "data");
  const orphan = Number(await readFile(join(dir, "nats-server.pid"), "utf8"));

  parent.kill("SIGKILL");
  await once(parent, "exit");
  await using server = await startEmbeddedServer({ dir });

  expect(server.pid).not.toBe(orphan);
  expect(() => process.kill(orphan, 0)).toThrow("ESRCH");
});

test("says what the server said when it does not come up", async () => {
  const path = join(dir, "nats-server");
  await writeFile(path, `#!/bin/sh\necho "out of luck" > "${dir}/nats-server.log"; exit 1\n`);
  await chmod(path, 0o755);

  const error = await startEmbeddedServer({
    dir,
    binary: { path, version: "2.12.0", source: "PATH" },
  }).catch((reason: unknown) => reason);

  expect(error).toMatchObject({ code: "UNAVAILABLE" });
  expect(String(error)).toContain("out of luck");
});

test("uses or refuses the server that NATS_SERVER_BIN names, never another one", async () => {
  const path = join(dir, "nats-server");
  await writeFile(path, "#!/bin/sh\necho 'nats-server: v2.9.10'\n");
  await chmod(path, 0o755);

  const error = await findNatsServer({ env: { ...process.env, NATS_SERVER_BIN: path } }).catch(
    (reason: unknown) => reason,
  );

  expect(error).toMatchObject({ code: "UNAVAILABLE" });
  expect(String(error)).toMatch(/is 2\.9\.10, older than/);
});

test("says what to do where there is no server and downloads are off", async () => {
  const env = { PATH: dir, NATS_SERVER_CACHE: dir, NATS_SERVER_DOWNLOAD: "0" };

  const error = await findNatsServer({ env }).catch((reason: unknown) => reason);

  expect(String(error)).toMatch(/NATS_SERVER_DOWNLOAD=0[^]*set NATS_SERVER_BIN/);
});
