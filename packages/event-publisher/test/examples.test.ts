import { join } from "node:path";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { runProgram } from "@openclaw/tooling/run-program";
import { expect, test } from "vitest";

test("the program that the README shows runs", async () => {
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  const program = join(import.meta.dirname, "../examples/use.ts");

  await runProgram(program, { ...process.env, NATS_URL: server.url });

  expect((await connection.streamState("openclaw-events")).messages).toBe(1);
});
