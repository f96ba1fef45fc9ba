import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEvent } from "@openclaw/event-schema";
import { startTestServer, type TestServer } from "@openclaw/jetstream/testing";
import { runProgram } from "@openclaw/tooling/run-program";
import { afterAll, beforeAll, expect, test } from "vitest";
import { record } from "../conversation.ts";
import { root } from "./markdown.ts";

const examples = join(import.meta.dirname, "../../examples");
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  const lines = await readFile(join(root, "docs/examples/conversation.ndjson"), "utf8");
  await record(
    server.url,
    lines
      .trimEnd()
      .split("\n")
      .map((line) => parseEvent(JSON.parse(line))),
  );
});

afterAll(async () => server[Symbol.asyncDispose]());

test("the program that shows how to remember prints the block", async () => {
  const env = { ...process.env, NATS_URL: server.url };

  const printed = await runProgram(join(examples, "remember.ts"), env);

  expect(printed).toContain("moves to Lisbon on 14 December");
});

test("the program that shows how to import finds what there is", async () => {
  const env = {
    ...process.env,
    NATS_URL: server.url,
    WORKSPACE: join(root, "docs/examples/notes"),
  };

  const printed = await runProgram(join(examples, "import-workspace.ts"), env);

  expect(printed).toMatch(/daily: \{ files: 1/);
});
