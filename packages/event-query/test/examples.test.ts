import { join } from "node:path";
import { runProgram } from "@openclaw/tooling/run-program";
import { expect, test } from "vitest";
import { startEventLog } from "./event-log.ts";
import { madeUpSession } from "./made-up-session.ts";

test("the program that docs show prints the latest messages of an agent, oldest first", async () => {
  await using log = await startEventLog();
  const events = madeUpSession();
  await log.append(events);
  const program = join(import.meta.dirname, "../examples/latest-messages.ts");

  const printed = await runProgram(program, { ...process.env, NATS_URL: log.server.url });

  const messages = events.filter(
    ({ agent, type }) => agent === "main" && type.startsWith("conversation.message."),
  );
  const lines = messages.map(({ timestamp, type }) => `${timestamp} ${type}\n`);
  expect(printed).toBe(lines.join(""));
});
