import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { runProgram } from "@openclaw/tooling/run-program";
import { expect, test } from "vitest";

test("the program that docs show keeps an event", async () => {
  await using server = await startTestServer();
  const dir = await mkdtemp(join(tmpdir(), "event-store-host-"));
  const file = join(dir, "config.yml");
  await writeFile(file, `gateway: { eventStore: { url: "${server.url}" } }\n`);
  const program = join(import.meta.dirname, "../examples/host.ts");

  await runProgram(program, { ...process.env, CONFIG: file });
  await rm(dir, { recursive: true });

  await using connection = connect({ url: server.url });
  expect((await connection.streamState("openclaw-events")).messages).toBe(1);
});
