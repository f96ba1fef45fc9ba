import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { connect } from "@nats-io/transport-node";
import { startTestServer } from "@openclaw/jetstream/testing";
import { expect, onTestFinished, test } from "vitest";
import { programDir } from "./build-program.ts";
import { message, record } from "./conversation.ts";
import { createMachine, type Machine } from "./machine.ts";

/** Programs are started one after the other. */

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

async function textsOf(machine: Machine, agent: string, env?: NodeJS.ProcessEnv): Promise<string> {
  return JSON.stringify(await machine.json(["query", "--agent", agent], env));
}

test("each agent gets the memory of its own workspace", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  const env = { NATS_URL: server.url };
  const agents = { entries: { writer: { workspace: "~/desk" } } };
  await write(join(machine.stateDir, "openclaw.json"), JSON.stringify({ agents }));
  await write(join(machine.stateDir, "workspace/MEMORY.md"), "of main\n");
  await write(join(machine.stateDir, "workspace-helper/MEMORY.md"), "of helper\n");
  await write(join(machine.home, "desk/MEMORY.md"), "of writer\n");

  for (const agent of ["main", "helper", "writer"])
    await machine.json(["migrate", "--agent", agent], env);
  const nobody = await machine.run(["migrate", "--agent", "nobody"], env);

  expect(await textsOf(machine, "main", env)).toContain("of main");
  expect(await textsOf(machine, "helper", env)).toContain("of helper");
  expect(await textsOf(machine, "writer", env)).toContain("of writer");
  expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining("workspace-nobody") });
});

test("a plan shows examples and problems, and writes a report, without a server", async () => {
  await using machine = await createMachine();
  await write(join(machine.home, "notes/MEMORY.md"), "# Tea\n\nGreen, no sugar.\n");
  await write(join(machine.home, "notes/memory/picture.md"), Buffer.from([0x89, 0x50, 0]));

  const { code, stdout, stderr } = await machine.run([
    "migrate",
    "notes",
    "--dry-run",
    "--report",
    "report.json",
  ]);

  expect(code).toBe(1);
  expect(stdout).toMatch(/long-term +1 +\d+ +0 +2/);
  expect(stdout).toMatch(/memory\.section +.*Green, no sugar\./);
  expect(stderr).toContain("memory/picture.md: is not text");
  expect(JSON.parse(await readFile(join(machine.home, "report.json"), "utf8"))).toMatchObject({
    imports: [
      { sources: { "long-term": { added: 2 } }, problems: [{ path: "memory/picture.md" }] },
    ],
  });
});

test("a migration tells how long its stream keeps what it brings", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  const env = { NATS_URL: server.url };
  await write(join(machine.home, "notes/MEMORY.md"), "of years ago\n");

  const plan = await machine.run(["migrate", "notes", "--dry-run"]);
  const first = await machine.run(["migrate", "notes"], env);
  await write(
    join(machine.home, "config.yml"),
    "gateway: {eventStore: {retention: {maxAgeDays: 0}}}",
  );
  await machine.run(["stream", "ensure", "--update"], env);
  const forEver = await machine.run(["migrate", "notes"], env);

  expect(plan.stderr).toContain("kept for 90 d from the import on");
  expect(first.stderr).toContain("kept for 90 d from the import on");
  expect(forEver).toMatchObject({ code: 0, stderr: "" });
});

test("a report that cannot be written is told", async () => {
  await using machine = await createMachine();
  await mkdir(join(machine.home, "notes"));

  const args = ["migrate", "notes", "--dry-run", "--report", "no/such/report.json"];

  expect(await machine.run(args)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no/such/report.json"),
  });
});

test("the records of an older event store come in once, also from the stream that is written to", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  const env = { NATS_URL: server.url };
  await record(server.url, [message(0, "of this store")]);
  const { host, username, password } = new URL(server.url);
  const nats = await connect({ servers: host, user: username, pass: password });
  for (const [seq, content] of ["hello", "again"].entries())
    nats.publish(
      "openclaw.events.agent.msg_in",
      JSON.stringify({
        id: `old-${seq}`,
        ts: 1_770_000_000_000 + seq,
        agent: "agent",
        session: "agent:helper:main",
        type: "msg.in",
        payload: { content, channel: "webchat" },
      }),
    );
  await nats.drain();

  const first = await machine.json(["migrate-stream", "openclaw-events"], env);
  const second = await machine.json(["migrate-stream", "openclaw-events"], env);
  const missing = await machine.run(["migrate-stream", "nowhere"], env);

  expect(first).toMatchObject({ records: 2, added: 2, problems: [] });
  expect(second).toMatchObject({ records: 2, added: 0, problems: [] });
  expect(await machine.json(["query", "--agent", "helper"], env)).toMatchObject({
    events: [
      { event: { type: "conversation.message.in", payload: { data: { text: "hello" } } } },
      { event: { payload: { data: { text: "again" } } } },
    ],
  });
  expect(missing).toMatchObject({ code: 5, stderr: expect.stringContaining("nowhere") });
});

test("the script of the older store works with the options it had", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  await write(join(machine.home, "notes/MEMORY.md"), "# Tea\n\nGreen, no sugar.\n");
  const run = async (...args: readonly string[]): Promise<{ stdout: string }> =>
    promisify(execFile)(
      process.execPath,
      [join(programDir, "migrate-to-eventstore.mjs"), "--workspace", "notes", ...args],
      { cwd: machine.home, env: { PATH: process.env["PATH"], HOME: machine.home } },
    );
  const place = ["--nats-url", server.url, "--stream", "old-name", "--prefix", "old.prefix"];

  const dry = await run("--dry-run");
  const first = await run(...place);
  const second = await run(...place);
  const unknown = run("--no-such-option");

  expect(dry.stdout).toContain("would be imported");
  expect(first.stdout).toMatch(/long-term +1 +\d+ +0 +2/);
  expect(second.stdout).toMatch(/long-term +1 +\d+ +1 +0/);
  await expect(unknown).rejects.toMatchObject({ code: 2 });
  const settings = { eventStore: { streamName: "old-name", subjectPrefix: "old.prefix" } };
  await write(join(machine.home, "config.yml"), JSON.stringify({ gateway: settings }));
  expect(await textsOf(machine, "main", { NATS_URL: server.url })).toContain("Green, no sugar.");
});

test.skipIf(process.platform !== "linux")(
  "a password in an argument leaves the list of processes",
  async () => {
    await using silent = await startSilentServer();
    await using machine = await createMachine();
    await write(join(machine.home, "notes/MEMORY.md"), "a note\n");
    const url = `nats://someone:hidden@127.0.0.1:${silent.port}`;
    const script = join(programDir, "migrate-to-eventstore.mjs");
    const args = [script, "--workspace", "notes", "--nats-url", url];
    const child = spawn(process.execPath, args, { cwd: machine.home, stdio: "ignore" });
    onTestFinished(() => void child.kill("SIGKILL"));

    await silent.asked;
    const shown = await readFile(`/proc/${child.pid}/cmdline`, "utf8");

    expect(shown).toContain("migrate-to-eventstore");
    expect(shown).not.toContain("hidden");
  },
);

/** Takes connections and says nothing. */
async function startSilentServer(): Promise<
  AsyncDisposable & { readonly port: number; readonly asked: Promise<unknown> }
> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const asked = once(server, "connection");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return {
    port: address.port,
    asked,
    async [Symbol.asyncDispose]() {
      const [socket] = await asked;
      socket.destroy();
      server.close();
    },
  };
}
