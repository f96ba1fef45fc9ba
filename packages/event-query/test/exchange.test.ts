import { fromCloudEvent, type OpenClawEvent } from "@openclaw/event-schema";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  exportCloudEvents,
  exportMarkdown,
  exportNdjson,
  exportTrainingPairs,
  importNdjson,
} from "../src/index.ts";
import { collect, event } from "./event-log.ts";
import { madeUpSession, stored } from "./made-up-session.ts";

test("what is exported as NDJSON is imported byte for byte, in pieces of any size", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 50 }),
      async (data, size) => {
        const events = data.map((each) => event({ session: JSON.stringify(each), data: each }));
        const text = (await collect(exportNdjson(stored(events)))).join("");
        const imported: OpenClawEvent[] = [];
        const progress: number[] = [];

        const count = await importNdjson(pieces(Buffer.from(text), size), {
          sink: (each) => void imported.push(each),
          onProgress: (done) => void progress.push(done),
        });

        expect((await collect(exportNdjson(stored(imported)))).join("")).toBe(text);
        expect([count, progress.at(-1)]).toEqual([events.length, events.length]);
      },
    ),
  );
});

test.each([
  ["no JSON", "{"],
  ["no event", "{}"],
])("an import names the line that holds %s", async (_, wrong) => {
  const text = `${JSON.stringify(event())}\n\n${wrong}\n`;

  const imported = importNdjson(pieces(Buffer.from(text), 9), { sink: () => undefined });

  await expect(imported).rejects.toMatchObject({
    code: "INVALID_EVENT",
    message: expect.stringContaining("line 3 holds no event"),
  });
});

test("an import waits for its sink and ends when aborted", async () => {
  const stop = new AbortController();
  const text = `${JSON.stringify(event())}\n`.repeat(5);
  let running = 0;
  let most = 0;
  let done = 0;
  const sink = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    done += 1;
    if (done === 3) stop.abort();
  };

  const imported = importNdjson(pieces(Buffer.from(text), 100), { sink, signal: stop.signal });

  await expect(imported).rejects.toMatchObject({ code: "ABORTED" });
  expect([most, done]).toEqual([1, 3]);
});

test("CloudEvents lead back to the events", async () => {
  const events = madeUpSession();

  const lines = await collect(exportCloudEvents(stored(events)));

  expect(lines.map((line) => fromCloudEvent(JSON.parse(line)))).toEqual(events);
});

test("a transcript tells who said what and what tools did", async () => {
  const text = (await collect(exportMarkdown(stored(madeUpSession().slice(0, 9))))).join("");

  expect(text).toBe(`# agent:main:main

**Ada** · 2026-06-01T12:00:01.000Z

What is 2 + 2?

**tool code** · 2026-06-01T12:00:03.000Z

\`\`\`
{
  "x": 1
}
\`\`\`

**tool add** · 2026-06-01T12:00:04.000Z

\`\`\`
[
  2,
  2
]
\`\`\`

**tool add gave** · 2026-06-01T12:00:05.000Z

\`\`\`
4
\`\`\`

**tool code failed** · 2026-06-01T12:00:06.000Z

\`\`\`\`
\`\`\`4\`\`\`
\`\`\`\`

**main** · 2026-06-01T12:00:07.000Z

Four.

`);
});

test("training pairs carry how the user took each reply", async () => {
  const lines = await collect(exportTrainingPairs(stored(madeUpSession())));
  const pairs: unknown[] = lines.map((line) => JSON.parse(line));

  expect(pairs).toMatchObject([
    {
      messages: [
        { role: "user", content: "What is 2 + 2?" },
        { role: "assistant", content: "Four." },
      ],
      signal: "thanks",
    },
    {
      messages: [{}, {}, { content: "Thanks! And 3 + 3?" }, { content: "Six." }],
      signal: "repeat",
    },
  ]);
});

test.each([
  ["Nein, ich meinte Dienstag.", "correction"],
  ["Нет, во вторник.", "correction"],
  ["No, on Tuesday.", "correction"],
  ["That's not what I asked.", "correction"],
  ["ありがとう!", "thanks"],
  ["ty!", "thanks"],
  ["Type it out in full.", "none"],
  ["Supervisors come, too?", "none"],
  ["No problem. And tomorrow?", "none"],
  ["And tomorrow?", "none"],
])("the reply before %s gets the signal %s", async (next, signal) => {
  const talk = [
    event({ data: { text: "When is it?" } }),
    event({ type: "conversation.message.out", data: { text: "On Monday." } }),
    event({ data: { text: next } }),
  ];

  const [line = "{}"] = await collect(exportTrainingPairs(stored(talk)));

  expect(JSON.parse(line)).toMatchObject({ signal });
});

test("neither what the gateway answers nor what came before a reset is learnt from", async () => {
  const talk = [
    event({ data: { text: "When is it?" } }),
    reply("On Monday."),
    event({ type: "lifecycle.reset", data: {} }),
    event({ data: { text: "/new" } }),
    reply("New session started.", "gateway"),
    event({ data: { text: "Thanks, and who comes?" } }),
    reply("Ada."),
    event({ data: { text: "thanks", provenance: { kind: "inter_session" } } }),
  ];

  const lines = await collect(exportTrainingPairs(stored(talk)));

  const pairs: unknown[] = lines.map((line) => JSON.parse(line));
  expect(pairs).toEqual([
    expect.not.objectContaining({ signal: expect.anything() }),
    expect.not.objectContaining({ signal: expect.anything() }),
  ]);
  expect(pairs).toMatchObject([
    { messages: [{}, { content: "On Monday." }] },
    { messages: [{ content: "/new" }, { content: "Thanks, and who comes?" }, { content: "Ada." }] },
  ]);
});

test("a reply nobody answered has no signal", async () => {
  const talk = [event(), event({ type: "conversation.message.out", data: { text: "Yes." } })];

  const [line = "{}"] = await collect(exportTrainingPairs(stored(talk)));

  expect(JSON.parse(line)).not.toHaveProperty("signal");
});

function reply(text: string, role = "assistant"): OpenClawEvent {
  return event({ type: "conversation.message.out", data: { text, role } });
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
