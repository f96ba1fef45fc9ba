import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startTestServer, type TestServer } from "@openclaw/jetstream/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { message, record } from "./conversation.ts";
import { createMachine, type Machine } from "./machine.ts";

/** One server for each place that may name it; its one event says which it is. */
const places = ["flag", "context", "environment", "config", "embedded"] as const;
const servers = new Map<string, TestServer>();
let machine: Machine;

beforeAll(async () => {
  machine = await createMachine();
  for (const place of places.slice(0, -1)) {
    const server = await startTestServer();
    servers.set(place, server);
    await record(server.url, [message(0, `asked the one of the ${place}`)]);
  }
  await writeContext("test", urlOf("context"));
  await mkdir(machine.stateDir, { recursive: true });
});

afterAll(async () => {
  for (const server of servers.values()) await server[Symbol.asyncDispose]();
  await machine[Symbol.asyncDispose]();
});

function urlOf(place: string): string {
  return servers.get(place)?.url ?? "";
}

async function writeContext(name: string, url: string): Promise<void> {
  const dir = join(machine.home, ".config", "nats", "context");
  const { username, password, host } = new URL(url);
  await mkdir(dir, { recursive: true });
  const context = { url: `nats://${host}`, user: username, password, creds: "", token: "" };
  await writeFile(join(dir, `${name}.json`), JSON.stringify(context));
}

async function writeConfig(url: string): Promise<void> {
  const text = `{ // JSON5, as the gateway reads it\n plugins: { entries: { "event-store": { config: { url: "${url}" } } } } }`;
  await writeFile(join(machine.stateDir, "openclaw.json"), text);
}

test("a server is looked up in the flags, the environment, the config file, and embedded", async () => {
  const up = await machine.run(["up", "--detach"]);
  const { host, username, password } = new URL(urlOf("flag"));
  const user = { NATS_USER: username, NATS_PASSWORD: password };
  const environment = { NATS_URL: urlOf("environment") };

  const embedded = await machine.json(["query"]);
  await writeConfig(urlOf("config"));
  const config = await machine.run(["query"]);
  const fromEnvironment = await machine.run(["query"], environment);
  const context = await machine.run(["query"], { ...environment, NATS_CONTEXT: "test" });
  const contextFlag = await machine.run(["query", "--context", "test"], environment);
  const byUser = await machine.run(["query"], { NATS_URL: host, ...user });
  const dir = await machine.json(
    ["query", "--dir", join(machine.stateDir, "event-store/nats")],
    environment,
  );

  expect(up.code).toBe(0);
  expect(embedded).toEqual({ events: [], cursor: null });
  expect(config.stdout).toContain("asked the one of the config");
  expect(fromEnvironment.stdout).toContain("asked the one of the environment");
  expect(context.stdout).toContain("asked the one of the context");
  expect(contextFlag.stdout).toContain("asked the one of the context");
  expect(byUser.stdout).toContain("asked the one of the flag");
  expect(dir).toEqual({ events: [], cursor: null });
});

test("a flag with a URL wins over all, and takes its user from the environment", async () => {
  const { host } = new URL(urlOf("flag"));

  const refused = await machine.run(["query", "--url", `nats://${host}`], {
    NATS_URL: urlOf("environment"),
  });

  expect(refused).toMatchObject({ code: 4, stdout: "" });
});

test("nothing that names a server is a failure that tells what to do", async () => {
  await using bare = await createMachine();

  const query = await bare.run(["query", "--json"]);
  const context = await bare.run(["query", "--context", "nowhere"]);
  const config = await bare.run(["query", "--config", "missing.yml"]);
  const option = await bare.run(["query", "--limt", "3"]);
  const time = await bare.run(["query", "--since", "sometime"]);

  expect(query.code).toBe(3);
  expect(JSON.parse(query.stderr)).toMatchObject({
    error: { code: "UNAVAILABLE", message: expect.stringContaining("openclaw-events up") },
  });
  expect(context).toMatchObject({ code: 2, stderr: expect.stringContaining('"nowhere"') });
  expect(config).toMatchObject({ code: 2, stderr: expect.stringContaining("missing.yml") });
  expect(option).toMatchObject({ code: 2, stderr: expect.stringContaining("--limit") });
  expect(time).toMatchObject({ code: 2, stderr: expect.stringContaining("yesterday") });
});
