import { execFileSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readServerRecord } from "@openclaw/jetstream/server";
import { createGateway, installGateway } from "@openclaw/tooling/gateway-harness";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { expect, test } from "vitest";
import { complaints, eventsOfRuns, main, said } from "./scenario.ts";

test("works as a packed plugin, with no settings, no server and no permission", async () => {
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  const packageDir = new URL("..", import.meta.url);
  execFileSync("npm", ["pack", "--silent", "--pack-destination", dir], { cwd: packageDir });
  const [tarball = ""] = await readdir(dir);
  const entry = { id: "event-store", allowConversationAccess: false };
  await using gateway = await createGateway(installGateway(), []);

  await gateway.installPlugin(join(dir, tarball), entry);
  const inspected = await gateway.cli("plugins", "inspect", "event-store", "--runtime", "--json");
  await gateway.start();
  const { runId } = await gateway.chat(main, "hello");

  const record = await readServerRecord(join(gateway.stateDir, "event-store/nats"));
  const events = await eventsOfRuns(record?.url ?? "", [runId]);
  expect(said(events, "conversation.message.in")).toEqual([[runId, "hello"]]);
  expect(said(events, "conversation.message.out")).toEqual([[runId, "ECHO: hello"]]);
  expect(gateway.log()).toContain(
    "memory is not put into prompts: set plugins.entries.event-store",
  );
  // A busy machine starts the server more slowly than events are willing to wait in silence.
  const faults = complaints(gateway).filter((line) => !line.includes("events wait in the outbox"));
  expect(faults).toEqual([]);
  expect(JSON.parse(inspected.stdout)).toMatchObject({
    plugin: { status: "loaded" },
    diagnostics: [],
    compatibility: [],
  });
});
