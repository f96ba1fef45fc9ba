import { once } from "node:events";
import { createInterface } from "node:readline";
import { eventId } from "@openclaw/event-schema";
import { startTestServer, type TestServer } from "@openclaw/jetstream/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { message, record } from "./conversation.ts";
import { createMachine, type Machine } from "./machine.ts";

let server: TestServer;
let machine: Machine;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  server = await startTestServer();
  machine = await createMachine();
  env = { NATS_URL: server.url };
  const spoken = Array.from({ length: 12 }, (_, at) => message(at, `sentence ${at}`));
  const gap = message(20, "", {
    type: "store.gap",
    agent: "helper",
    payload: {
      ...message(20, "").payload,
      data: { cause: "outbox-full", count: 7, from: 1_800_000_000_000 },
    },
  });
  const hostile = message(21, "\u001B[2J\u001B]0;owned\u0007clear\nyour screen\u202E\u009B", {
    agent: "helper",
  });
  await record(server.url, [...spoken, gap, hostile]);
});

afterAll(async () => {
  await machine[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const pageSchema = z.object({
  events: z.array(
    z.object({ event: z.object({ id: z.string(), payload: z.object({ seq: z.number() }) }) }),
  ),
  cursor: z.string().nullable(),
});

test("pages lead from the latest events to the first, and from the first to the latest", async () => {
  const page = async (...args: string[]): Promise<{ seqs: number[]; cursor: string | null }> => {
    const base = ["query", "--agent", "main", "--limit", "5"];
    const { events, cursor } = pageSchema.parse(await machine.json([...base, ...args], env));
    return { seqs: events.map(({ event }) => event.payload.seq), cursor };
  };

  const latest = await page();
  const earlier = await page("--cursor", latest.cursor ?? "");
  const oldest = await page("--cursor", earlier.cursor ?? "");
  const first = await page("--first");
  const foreign = await machine.run(["query", "--limit", "5", "--cursor", first.cursor ?? ""], env);

  expect(latest.seqs).toEqual([7, 8, 9, 10, 11]);
  expect(earlier.seqs).toEqual([2, 3, 4, 5, 6]);
  expect(oldest).toEqual({ seqs: [0, 1], cursor: null });
  expect(first.seqs).toEqual([0, 1, 2, 3, 4]);
  expect(foreign).toMatchObject({ code: 2, stdout: "" });
});

test("what agents may share is told apart from what they may not", async () => {
  const shown = async (...args: string[]): Promise<string> => {
    const { stdout } = await machine.run([...args, "--agent", "sharing"], env);
    return stdout;
  };
  await record(server.url, [
    message(40, "for all", { agent: "sharing", visibility: "public" }),
    message(41, "for one", { agent: "sharing" }),
  ]);

  const read = [
    await shown("query", "--visibility", "public"),
    await shown("tail", "--visibility", "public"),
    await shown("export", "--visibility", "public"),
  ];
  const internal = await shown("query", "--visibility", "internal");
  const unknown = await machine.run(["query", "--visibility", "secret"], env);

  for (const printed of read) {
    expect(printed).toContain("for all");
    expect(printed).not.toContain("for one");
  }
  expect(internal).toContain("for one");
  expect(internal).not.toContain("for all");
  expect(unknown).toMatchObject({ code: 2, stdout: "" });
});

test("text of events does not steer the terminal", async () => {
  const table = await machine.run(["query", "--agent", "helper"], env);
  const line = await machine.run(["tail", "--agent", "helper"], env);
  const whole = await machine.run(["show", eventId("agent:helper:main", "21")], env);
  const json = await machine.run(["query", "--agent", "helper", "--json"], env);

  expect(table.stdout).toContain("clear your screen");
  const printed = [table, line, whole, json].map(({ stdout }) => stdout).join("");
  for (const steering of ["\u001B", "\u0007", "\u202E", "\u009B"])
    expect(printed).not.toContain(steering);
  expect(json.stdout).toContain(String.raw`your screen\u202e`);
});

test("a tail follows over a restart of the server without gap or repeat", async () => {
  const child = machine.start(
    ["tail", "-f", "-n", "2", "--json", "--session", "agent:main:main"],
    env,
  );
  const lines = createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator]();
  const seen: number[] = [];
  const seqOf = z.object({ event: z.object({ payload: z.object({ seq: z.number() }) }) });
  const until = async (count: number): Promise<void> => {
    while (seen.length < count) {
      const { value } = await lines.next();
      seen.push(seqOf.parse(JSON.parse(String(value))).event.payload.seq);
    }
  };

  await until(2);
  await record(server.url, [
    message(30, "while it runs"),
    message(31, "of another", { agent: "x" }),
  ]);
  await until(3);
  await server.restart();
  await record(server.url, [message(32, "after the restart")]);
  await until(4);
  child.kill("SIGINT");
  const [code] = await once(child, "exit");

  expect(seen).toEqual([10, 11, 30, 32]);
  expect(code).toBe(0);
});

test("one event is shown by the beginning of its id", async () => {
  const id = eventId("agent:main:main", "3");

  const text = await machine.run(["show", id.slice(0, 12)], env);
  const json = await machine.json(["show", id, "--agent", "main"], env);
  const unknown = await machine.run(["show", "zzzz"], env);
  const ambiguous = await machine.run(["show", ""], env);

  expect(text.stdout).toContain("text: sentence 3");
  expect(json).toMatchObject({
    sequence: 4,
    event: { id, payload: { data: { text: "sentence 3" } } },
  });
  expect(unknown).toMatchObject({ code: 5, stderr: expect.stringContaining("zzzz") });
  expect(ambiguous.code).toBe(2);
});

test("gaps tell how many events are lost, and why", async () => {
  const text = await machine.run(["gaps"], env);
  const json = await machine.json(["gaps"], env);
  const none = await machine.run(["gaps", "--agent", "main"], env);

  expect(text.stdout).toMatch(/helper +7 +outbox-full +2027-01-15 08:00:00/);
  expect(json).toMatchObject({
    lost: 7,
    gaps: [{ agent: "helper", cause: "outbox-full", count: 7 }],
  });
  expect(none.stdout).toBe("no event is known to be lost\n");
});
