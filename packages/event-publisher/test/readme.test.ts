import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { runProgram } from "@openclaw/tooling/run-program";
import { expect, test } from "vitest";

const home = join(import.meta.dirname, "..");

test("README shows a program that runs", async () => {
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  const program = join(home, "examples/use.ts");

  await runProgram(program, { ...process.env, NATS_URL: server.url });

  const readme = await readFile(join(home, "README.md"), "utf8");
  expect(readme).toContain(await readFile(program, "utf8"));
  expect((await connection.streamState("openclaw-events")).messages).toBe(1);
});
