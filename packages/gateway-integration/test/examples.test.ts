import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { runProgram } from "@openclaw/tooling/run-program";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { expect, test } from "vitest";

test("the program that docs show keeps an event", async () => {
  await using server = await startTestServer();
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  const file = join(dir, "config.yml");
  await writeFile(file, `gateway: { eventStore: { url: "${server.url}" } }\n`);
  const program = join(import.meta.dirname, "../examples/host.ts");

  await runProgram(program, { ...process.env, CONFIG: file });

  await using connection = connect({ url: server.url });
  expect((await connection.streamState("openclaw-events")).messages).toBe(1);
});
