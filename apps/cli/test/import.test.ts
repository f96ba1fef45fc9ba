import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { expect, test, vi } from "vitest";
import { message } from "./conversation.ts";
import { createMachine, outcomeOf } from "./machine.ts";

const count = 1200;

test("large events are imported, every one, though the server stops for a while", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  await using connection = connect({ url: server.url });
  const text = "a sentence that is nothing special. ".repeat(2000);
  const lines = Array.from({ length: count }, (_, at) => JSON.stringify(message(at, text)));
  const path = join(machine.home, "large.ndjson");
  await writeFile(path, lines.join("\n"));
  const storedEvents = async (): Promise<number> =>
    (await connection.streamState("openclaw-events")).messages;

  const importing = machine.start(["import", path, "--json"], { NATS_URL: server.url });
  const outcome = outcomeOf(importing);
  await vi.waitFor(async () => expect(await storedEvents()).toBeGreaterThan(0), 60_000);
  process.kill(server.pid, "SIGSTOP");
  await sleep(3000);
  process.kill(server.pid, "SIGCONT");

  const { stdout } = await outcome;
  expect(JSON.parse(stdout)).toEqual({ events: count, added: count, known: 0 });
  expect(await storedEvents()).toBe(count);
});

test("an import from a terminal ends with Ctrl-C", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  const importing = machine.start(["import", "-"], { NATS_URL: server.url });
  const outcome = outcomeOf(importing);
  // A pipe holds 64 KB: when more is written, the program has read the first event.
  const begun = `${JSON.stringify(message(0, "Hello"))}\n{"id":"${"0".repeat(500_000)}`;
  await new Promise((written) => importing.stdin?.write(begun, written));

  importing.kill("SIGINT");

  expect(await outcome).toMatchObject({
    code: 130,
    stderr: expect.stringContaining("the import was aborted after 1 events"),
  });
});
