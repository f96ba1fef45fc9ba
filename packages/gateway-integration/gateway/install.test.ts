import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readServerRecord } from "@openclaw/jetstream/server";
import { createGateway, installGateway } from "@openclaw/tooling/gateway-harness";
import { expect, test } from "vitest";
import { complaints, eventsOfRuns, main, said, startGateway } from "./scenario.ts";

test("works with no settings at all, on a nats-server of its own", async () => {
  await using gateway = await startGateway({});

  const { runId } = await gateway.chat(main, "hello");

  const record = await readServerRecord(join(gateway.stateDir, "event-store/nats"));
  const events = await eventsOfRuns(record?.url ?? "", [runId]);
  expect(said(events, "conversation.message.in")).toEqual([[runId, "hello"]]);
  expect(complaints(gateway)).toEqual([]);
  process.stdout.write(`SIGTERM to exit with the embedded server: ${await gateway.stop()} ms\n`);
});

test("records without access to conversations, and says what is off", async () => {
  await using gateway = await startGateway({}, { allowConversationAccess: false });

  const { runId } = await gateway.chat(main, "hello");

  const record = await readServerRecord(join(gateway.stateDir, "event-store/nats"));
  const events = await eventsOfRuns(record?.url ?? "", [runId]);
  expect(said(events, "conversation.message.out")).toEqual([[runId, "ECHO: hello"]]);
  expect(gateway.log()).toContain(
    "memory is not put into prompts: set plugins.entries.event-store",
  );
  expect(complaints(gateway)).toEqual([]);
});

test("installs as a packed plugin, with nothing of the workspace around it", async () => {
  const dir = await mkdtemp(join(tmpdir(), "packed-plugin-"));
  const packageDir = new URL("..", import.meta.url);
  execFileSync("npm", ["pack", "--silent", "--pack-destination", dir], { cwd: packageDir });
  const [tarball = ""] = await readdir(dir);
  await using gateway = await createGateway(installGateway(), { id: "event-store" });

  await gateway.installPlugin(join(dir, tarball));
  await rm(dir, { recursive: true });
  const inspect = ["plugins", "inspect", "event-store", "--runtime", "--json"];
  const inspected = await gateway.cli(...inspect);
  await gateway.start();
  const { runId } = await gateway.chat(main, "hello");

  const record = await readServerRecord(join(gateway.stateDir, "event-store/nats"));
  const events = await eventsOfRuns(record?.url ?? "", [runId]);
  expect(said(events, "conversation.message.in")).toEqual([[runId, "hello"]]);
  expect(inspected.code).toBe(0);
  expect(complaints(gateway)).toEqual([]);
});
