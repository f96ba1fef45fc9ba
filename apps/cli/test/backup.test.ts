import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startTestServer } from "@openclaw/jetstream/testing";
import { expect, test } from "vitest";
import { message, record } from "./conversation.ts";
import { createMachine } from "./machine.ts";

test("what was backed up is read again from the restored stream", async () => {
  await using server = await startTestServer();
  await using other = await startTestServer();
  await using machine = await createMachine();
  await record(server.url, [
    message(0, "the first"),
    message(0, "of another agent", { agent: "helper" }),
    message(1, "the last"),
  ]);
  const env = { NATS_URL: server.url };
  const otherEnv = { NATS_URL: other.url };

  const before = await machine.json(["query"], env);
  const backup = await machine.json(["backup", "all"], env);
  const partial = await machine.json(["backup", "part", "--agent", "helper"], env);
  const check = await machine.run(["restore", "all", "--check"]);
  const restored = await machine.run(["restore", "all"], otherEnv);
  const after = await machine.json(["query"], otherEnv);
  const beside = await machine.run(["restore", "part", "--as", "of-helper"], otherEnv);
  const missing = await machine.run(["restore", "nowhere"], otherEnv);

  expect(backup).toMatchObject({ backups: [{ stream: "openclaw-events", messages: 3 }] });
  expect(partial).toMatchObject({ backups: [{ messages: 1 }] });
  expect(check.stdout).toContain("is whole: 3 events");
  expect(restored).toMatchObject({ code: 0, stderr: "" });
  expect(withoutTimes(after)).toEqual(withoutTimes(before));
  expect(beside.stdout).toContain("another stream has its subjects");
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining("no complete backup") });
  const manifest = await readFile(join(machine.home, "all/openclaw-events/manifest.json"), "utf8");
  expect(manifest).not.toContain(new URL(server.url).password);
});

/** The time of storage is that of the restore. */
function withoutTimes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (name, each: unknown) =>
    name === "storedAt" ? 0 : each,
  );
}
