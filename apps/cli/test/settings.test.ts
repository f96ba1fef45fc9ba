import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createMachine } from "./machine.ts";

const configYml = `gateway:
  eventStore:
    url: nats://main:s3cr3t@localhost:4222
    agents:
      helper:
        url: nats://helper:hidden@localhost:4222
        streamName: events-helper
`;

test("settings are printed with their defaults and without their secrets", async () => {
  await using machine = await createMachine();
  await writeFile(join(machine.home, "config.yml"), configYml);

  const text = await machine.run(["config", "print"]);
  const json = await machine.json(["config", "print"]);

  expect(text.stdout).toContain("streamName: openclaw-events");
  expect(text.stdout).toContain("nats://***@localhost:4222");
  expect(json).toMatchObject({
    path: "config.yml",
    settings: { subjectPrefix: "openclaw.events", retention: { maxAgeDays: 90 } },
  });
  expect(text.stdout + JSON.stringify(json)).not.toMatch(/s3cr3t|hidden/);
});

test("settings go from config.yml to openclaw.json and back unchanged", async () => {
  await using machine = await createMachine();
  const path = (name: string): string => join(machine.home, name);
  await writeFile(path("config.yml"), configYml);

  const shown = await machine.run(["config", "convert", "config.yml"]);
  await machine.run(["config", "convert", "config.yml", "--out", "openclaw.json"]);
  await machine.run(["config", "convert", "openclaw.json", "--out", "back.yml"]);
  const again = await machine.run(["config", "convert", "config.yml", "--out", "back.yml"]);

  expect(shown.stdout).toContain('"allowConversationAccess": true');
  expect(shown.stdout).not.toContain("s3cr3t");
  expect(shown.stderr).toContain("--out");
  expect(await readFile(path("openclaw.json"), "utf8")).toContain("s3cr3t");
  expect((await stat(path("openclaw.json"))).mode & 0o777).toBe(0o600);
  expect(await readFile(path("back.yml"), "utf8")).toBe(configYml);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("back.yml") });
});

test("a wrong setting is named together with its file", async () => {
  await using machine = await createMachine();
  await writeFile(join(machine.home, "config.yml"), configYml.replace("streamName", "steamName"));
  await writeFile(join(machine.home, "empty.yml"), "gateway: {}\n");

  const wrong = await machine.run(["config", "check"]);
  const empty = await machine.run(["config", "check", "empty.yml"]);
  await writeFile(join(machine.home, "config.yml"), configYml);
  const right = await machine.json(["config", "check"]);

  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toMatch(/config\.yml.*steamName/s);
  expect(wrong.stderr).not.toMatch(/s3cr3t|hidden/);
  expect(empty).toMatchObject({ code: 2, stdout: "" });
  expect(right).toEqual({ path: "config.yml", valid: true });
});
