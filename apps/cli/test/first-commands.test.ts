import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readServerRecord } from "@openclaw/jetstream/server";
import { expect, test } from "vitest";
import { message, record } from "./conversation.ts";
import { createMachine } from "./machine.ts";

test("a bare machine comes up, answers questions about its events, and goes down", async () => {
  await using machine = await createMachine();

  const up = await machine.run(["up", "--detach"]);
  const serverRecord = await readServerRecord(join(machine.stateDir, "event-store", "nats"));
  await record(serverRecord?.url ?? "", [
    message(0, "Where is the blue bicycle of Wilhelmina?"),
    message(1, "It stands behind the old brewery."),
  ]);
  const query = await machine.run(["query"]);
  const json = await machine.json(["query", "--type", "conversation.message.out"]);
  const context = await machine.run(["context", "--why"]);
  const again = await machine.run(["up"]);
  const down = await machine.run(["down"]);
  const gone = await machine.run(["query"]);

  expect(up).toMatchObject({ code: 0, stderr: "" });
  expect(up.stdout).toContain("is up at nats://127.0.0.1:");
  expect(query.stdout).toMatch(/2026-11-20 10:00:00 {2}main .* Where is the blue bicycle/);
  expect(query.stdout.trim().split("\n")).toHaveLength(3);
  expect(json).toMatchObject({
    events: [{ stream: "openclaw-events", sequence: 2, event: { agent: "main" } }],
  });
  expect(context.stdout).toContain("It stands behind the old brewery.");
  expect(context.stdout).toContain("made of 2 of 2 messages");
  expect(again).toMatchObject({ code: 6, stderr: expect.stringContaining("openclaw-events down") });
  expect(down).toEqual({ code: 0, stdout: "nats-server is down\n", stderr: "" });
  expect(gone).toMatchObject({ code: 3, stderr: expect.stringContaining("openclaw-events up") });
});

test("the memory files of a workspace become memory of its agent, once", async () => {
  await using machine = await createMachine();
  const workspace = join(machine.home, "notes");
  await mkdir(join(workspace, "memory"), { recursive: true });
  await writeFile(
    join(workspace, "memory", "2026-01-02.md"),
    "# Garden\n\nThe quince has to be cut.\n",
  );
  await machine.run(["up", "--detach"]);

  const dry = await machine.json(["migrate", workspace, "--agent", "helper", "--dry-run"]);
  const nothing = await machine.json(["query"]);
  const first = await machine.run(["migrate", workspace, "--agent", "helper"]);
  const second = await machine.json(["migrate", workspace, "--agent", "helper"]);
  const context = await machine.run(["context", "--agent", "helper"]);
  const verified = await machine.run(["verify", workspace, "--agent", "helper"]);
  await writeFile(join(workspace, "memory", "2026-01-02.md"), "# Garden\n\nChanged.\n");
  const changed = await machine.run(["verify", workspace, "--agent", "helper"]);
  const [, importId = ""] = /as ([0-9a-f]{32})/.exec(first.stdout) ?? [];
  const rolledBack = await machine.json(["rollback", importId, "--agent", "helper"]);
  const empty = await machine.json(["query"]);
  const missing = await machine.run(["migrate", join(machine.home, "nowhere")]);

  expect(dry).toMatchObject({
    imports: [{ sources: { daily: { files: 1, added: 2 } }, problems: [] }],
  });
  expect(nothing).toEqual({ events: [], cursor: null });
  expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining("kept for 90 d") });
  expect(first.stdout).toMatch(/daily +1 +\d+ +0 +2/);
  expect(second).toMatchObject({
    imports: [{ sources: { daily: { files: 1, unchanged: 1, added: 0 } } }],
  });
  expect(verified.stdout).toMatch(/^1 files .* are stored as they are/);
  expect(changed).toMatchObject({ code: 1, stderr: expect.stringContaining("2026-01-02.md") });
  expect(rolledBack).toMatchObject({ removed: 2 });
  expect(empty).toEqual({ events: [], cursor: null });
  expect(context.stdout).toContain("The quince has to be cut.");
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("nowhere") });
});

test("the server ends with `up`, also when that is killed", async () => {
  await using machine = await createMachine();
  const dir = join(machine.stateDir, "event-store", "nats");
  const child = machine.start(["up", "--json"]);
  const running: unknown = await new Promise((resolve) =>
    child.stdout?.once("data", (line) => resolve(JSON.parse(String(line)))),
  );

  child.kill("SIGKILL");
  const restarted = await machine.run(["up", "--detach", "--dir", dir]);

  expect(running).toMatchObject({ dir, address: expect.stringMatching(/^nats:\/\/127/) });
  expect(restarted.code).toBe(0);
});

test("the secret of the embedded server is in no output", async () => {
  await using machine = await createMachine();
  const up = await machine.run(["up", "--detach", "--json"]);
  const url = (await readServerRecord(join(machine.stateDir, "event-store", "nats")))?.url ?? "";
  const { password } = new URL(url);

  const outcomes = [
    up,
    await machine.run(["query"]),
    await machine.run(["query"], { NATS_URL: url.replace(password, `${password}x`) }),
    await machine.run(["query", "--url", url]),
    await machine.run(["logs"]),
  ];

  expect(password).not.toBe("");
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 4, 2, 0]);
  expect(JSON.stringify(outcomes)).not.toContain(password);
});
