import { copyFile, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "@openclaw/jetstream";
import { startConfiguredServer } from "@openclaw/jetstream/testing";
import { readTree } from "@openclaw/tooling/read-tree";
import { expect, test } from "vitest";
import { z } from "zod";
import { message } from "./conversation.ts";
import { startGenerated } from "./generated-server.ts";
import { createMachine, type Machine } from "./machine.ts";
import { splitShellWords } from "./shell-words.ts";

const guide = new URL("../../../docs/guides/isolation.md", import.meta.url);

/** The example in a command's help, which the guide shows, too. */
async function exampleOf(machine: Machine, command: string): Promise<readonly string[]> {
  const { stdout } = await machine.run(["isolation", command, "--help"]);
  const example = /^ {2}\$ openclaw-events (.*)$/m.exec(stdout)?.[1] ?? "";
  expect(await readFile(guide, "utf8")).toContain(`\nopenclaw-events ${example}\n`);
  return splitShellWords(example.replaceAll("/tmp/", ""));
}

async function filesIn(dir: string): Promise<ReadonlyMap<string, string>> {
  const files = [...(await readTree(dir))];
  return new Map(files.map(([path, content]) => [path, content.toString()]));
}

test("the examples of help lead to agents that are kept apart", async () => {
  await using machine = await createMachine();
  const generated = await machine.run(await exampleOf(machine, "generate"));
  const dir = join(machine.home, "nats");
  await using server = await startGenerated(dir);
  const url = ["--url", `nats://127.0.0.1:${server.port}`];

  const provisioned = await machine.run([...(await exampleOf(machine, "provision")), ...url]);
  const tested = await machine.run([...(await exampleOf(machine, "test")), ...url]);

  expect(generated).toMatchObject({ code: 0, stderr: "" });
  expect(provisioned).toMatchObject({ code: 0, stderr: "" });
  expect(provisioned.stdout).toContain("agent-helper has events-helper");
  expect(tested.stdout).toMatch(/^denied R03 main → helper: STREAM\.MSG\.GET by sequence$/m);
  expect(tested.stdout).not.toContain("LEAKED");
  expect(tested).toMatchObject({ code: 0, stderr: "" });
});

test("settings lead each agent to its own store", async () => {
  await using machine = await createMachine();
  await machine.run(["isolation", "generate", "nats", "--agent", "main"]);
  const dir = join(machine.home, "nats");
  await using server = await startGenerated(dir);
  const url = `nats://127.0.0.1:${server.port}`;
  await machine.run(["isolation", "provision", "nats", "--url", url]);
  const config = join(dir, "config.yml");
  await writeFile(config, (await readFile(config, "utf8")).replace("nats://127.0.0.1:4222", url));

  const line = JSON.stringify({
    id: "1",
    timestamp: 1,
    agent: "main",
    session: "agent:main:main",
    type: "conversation.message.in",
    visibility: "internal",
    payload: { runId: "r", stream: "chat", data: { text: "hi" }, sessionKey: "s", seq: 1, ts: 1 },
    meta: { runId: "r", seq: 1 },
  });
  await writeFile(join(machine.home, "events.ndjson"), `${line}\n`);
  const imported = await machine.run(["import", "events.ndjson", "--config", config]);
  const own = await machine.json(["query", "--agent", "main", "--config", config]);
  const ofOthers = await machine.json(["query", "--agent", "other", "--config", config]);
  const doctor = await machine.run(["doctor", "--config", config]);

  expect(imported).toMatchObject({ code: 0 });
  expect(own).toMatchObject({ events: [{ stream: "events-main" }] });
  expect(ofOthers).toMatchObject({ events: [] });
  expect(doctor.stdout).not.toContain("✗ stream");
});

test("an agent asks for what others share with it, until they do no more", async () => {
  await using machine = await createMachine();
  const dir = join(machine.home, "nats");
  const config = join(dir, "config.yml");
  const named = "        readers:\n          - helper\n";
  await machine.run(["isolation", "generate", "nats", "--agent", "main,helper,other"]);
  await replaceIn(config, "  main:\n", `  main:\n${named}`);
  await machine.run(["isolation", "generate", "nats"]);
  await using server = await startGenerated(dir);
  const url = `nats://127.0.0.1:${server.port}`;
  await replaceIn(config, "nats://127.0.0.1:4222", url);
  await machine.run(["isolation", "provision", "nats"]);
  const events = (["internal", "public"] as const).map((visibility, at) =>
    message(at, `the ${visibility} plan`, { visibility }),
  );
  const lines = events.map((event) => JSON.stringify(event)).join("\n");
  await writeFile(join(machine.home, "events.ndjson"), lines);
  await machine.run(["import", "events.ndjson", "--config", config]);
  const query = ["query", "--agent", "main", "--config", config, "--reader"];
  let shared = "";
  while (shared === "") {
    const { stdout } = await machine.run([...query, "helper"]);
    shared = stdout.includes("plan") ? stdout : "";
  }

  const ofOther = await machine.json([...query, "other"]);
  await replaceIn(config, named, "");
  await machine.run(["isolation", "generate", "nats"]);
  await copyFile(join(dir, "accounts.conf"), join(server.dir, "accounts.conf"));
  await server.reload();
  await replaceIn(config, "  main:\n", `  main:\n${named}`);
  const revoked = await machine.run([...query, "helper"]);
  const nobody = await machine.run([...query, "stranger"]);

  expect(shared).toContain("the public plan");
  expect(shared).not.toContain("the internal plan");
  expect(ofOther).toMatchObject({ events: [] });
  expect(revoked.stdout).not.toContain("plan");
  expect(revoked.stderr).toContain("public-main is not shared with this user");
  expect(nobody.stderr).toContain("agent stranger has no store of its own");
});

async function replaceIn(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

test.each([[], ["--operator-mode"]])(
  "another agent changes only what it must %s",
  async (...form) => {
    await using machine = await createMachine();
    const dir = join(machine.home, "nats");
    const config = join(machine.home, "config.yml");
    const url = "nats://gateway:secret@nats.example:4222";
    await writeFile(config, `gateway: { eventStore: { url: "${url}", agents: { main: {} } } }`);

    await machine.run(["isolation", "generate", dir, "--config", config, ...form]);
    await writeFile(join(dir, "nats-server.conf"), "# the operator's own\n");
    const before = await filesIn(dir);
    await machine.run(["isolation", "generate", dir, "--agent", "helper"]);
    const after = await filesIn(dir);

    const changed = [...before].filter(([name, text]) => after.get(name) !== text);
    const added = [...after.keys()].filter((name) => !before.has(name));
    expect(changed.map(([name]) => name).toSorted()).toEqual(["accounts.conf", "config.yml"]);
    expect(added.every((name) => /^keys\/.*agent-helper/.test(name))).toBe(true);
    expect(after.get("config.yml")).not.toContain("secret");
    for (const name of [...after.keys()].filter((each) => each.startsWith("keys/")))
      expect((await stat(join(dir, name))).mode & 0o777).toBe(0o600);
    expect(after.get("accounts.conf")).not.toMatch(/\bS[UAO][A-Z0-9]{20,}/);
  },
);

test("settings that share one account fail the test", async () => {
  await using machine = await createMachine();
  await using server = await startConfiguredServer(
    (dir) => `jetstream { store_dir: "${dir}/js" }
accounts { AGENTS: { jetstream: enabled, users: [
  { user: main, password: "xxx" }, { user: one, password: "xxx" }, { user: two, password: "xxx" }
] } }`,
  );
  const urlOf = (user: string): string => `nats://${user}:xxx@127.0.0.1:${server.port}`;
  const agents = { one: { url: urlOf("one") }, two: { url: urlOf("two") } };
  const settings = { url: urlOf("main"), subjectPrefix: "openclaw.default", agents };
  const prefixed = Object.entries(agents).map(([agent, entry]) => [
    agent,
    { ...entry, subjectPrefix: `openclaw.events.${agent}` },
  ]);
  const eventStore = { ...settings, agents: Object.fromEntries(prefixed) };
  await writeFile(join(machine.home, "config.yml"), JSON.stringify({ gateway: { eventStore } }));
  await using connection = connect({ url: urlOf("main") });
  for (const agent of ["one", "two"]) {
    const subjects = [`openclaw.events.${agent}.>`];
    await connection.ensureStream({ name: `events-${agent}`, subjects, maxAgeMs: 0 });
  }

  const { code, stdout } = await machine.run(["isolation", "test", "--json"]);

  const { leaks, results } = z
    .object({ leaks: z.number(), results: z.array(z.looseObject({ verdict: z.string() })) })
    .parse(JSON.parse(stdout));
  expect(code).toBe(1);
  expect(leaks).toBeGreaterThan(100);
  expect(results.filter(({ verdict }) => verdict === "LEAKED")).toHaveLength(leaks);
  expect((await connection.streamState("events-two")).messages).toBe(0);
});
