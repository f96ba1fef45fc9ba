import { setTimeout as sleep } from "node:timers/promises";
import { startTestServer } from "@openclaw/jetstream/testing";
import { expect, test } from "vitest";
import { countOf, doubled, eventsOfRuns, helper, main, said, startGateway } from "./scenario.ts";

test("nothing is lost or doubled while NATS is gone", async () => {
  await using server = await startTestServer();
  await using gateway = await startGateway({ url: server.url });
  const turns = [await gateway.chat(main, "before")];

  await server.stop();
  turns.push(await gateway.chat(main, "outage one"), await gateway.chat(helper, "outage two"));
  await gateway.request("sessions.reset", { key: main, reason: "reset" });
  await server.restart();
  turns.push(await gateway.chat(main, "after"));

  const events = await eventsOfRuns(
    server.url,
    turns.map(({ runId }) => runId),
  );
  expect(
    said(events, "conversation.message.in")
      .map(([, text]) => text)
      .toSorted(),
  ).toEqual(["before", "outage one", "outage two", "after"].toSorted());
  expect(said(events, "conversation.message.out", main)).toEqual(
    turns.flatMap(({ runId, text }) => (text.endsWith("two") ? [] : [[runId, text]])),
  );
  expect(countOf(events, "lifecycle.reset")).toBe(1);
  expect(doubled(events)).toEqual([]);
});

test("what happens before NATS is there is stored when it comes", async () => {
  await using server = await startTestServer();
  await server.stop();
  await using gateway = await startGateway({ url: server.url });

  const turn = await gateway.chat(main, "nobody is listening");
  const stopMs = await gateway.stop();
  await gateway.start();
  await server.restart();

  const events = await eventsOfRuns(server.url, [turn.runId]);
  expect(said(events, "conversation.message.in")).toEqual([[turn.runId, "nobody is listening"]]);
  expect(doubled(events)).toEqual([]);
  process.stdout.write(`SIGTERM to exit, NATS dead: ${stopMs} ms\n`);
});

test("a minute without NATS, with the gateway killed in the middle, loses and doubles nothing", async () => {
  await using server = await startTestServer();
  await using gateway = await startGateway({ url: server.url });
  const asked = ["before", ...Array.from({ length: 10 }, (_, index) => `message ${index}`)];
  const turns = [await gateway.chat(main, "before")];

  await server.kill();
  const gone = Date.now();
  for (const text of asked.slice(1, 6)) turns.push(await gateway.chat(main, text));
  await gateway.request("sessions.reset", { key: main, reason: "reset" });
  await gateway.kill();
  await gateway.start();
  for (const text of asked.slice(6)) turns.push(await gateway.chat(main, text));
  await sleep(Math.max(0, 60_000 - (Date.now() - gone)));
  await server.restart();

  const events = await eventsOfRuns(
    server.url,
    turns.map(({ runId }) => runId),
  );
  expect(said(events, "conversation.message.in")).toEqual(
    turns.map(({ runId }, index) => [runId, asked[index]]),
  );
  expect(said(events, "conversation.message.out")).toEqual(
    turns.map(({ runId, text }) => [runId, text]),
  );
  expect(countOf(events, "run.start")).toBe(turns.length);
  expect(countOf(events, "run.end")).toBe(turns.length);
  expect(countOf(events, "lifecycle.reset")).toBe(1);
  expect(doubled(events)).toEqual([]);
});
