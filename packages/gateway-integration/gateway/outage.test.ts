import { setTimeout as sleep } from "node:timers/promises";
import { startTestServer } from "@openclaw/jetstream/testing";
import { expect, test } from "vitest";
import {
  countOf,
  deployLog,
  doubled,
  eventsOfRuns,
  eventStore,
  main,
  said,
  startGateway,
} from "./scenario.ts";

const outageMs = process.env["GATEWAY_TEST_LONG"] === undefined ? 0 : 60_000;

test("nothing is lost or doubled: NATS starts late, then dies, the gateway is killed and then stopped meanwhile", async () => {
  await using server = await startTestServer();
  await server.stop();
  await using gateway = await startGateway([eventStore({ url: server.url }), deployLog]);
  const asked = ["nobody is listening", "now somebody is"];
  const turns = [await gateway.chat(main, "nobody is listening")];
  await server.restart();
  turns.push(await gateway.chat(main, "now somebody is"));
  await eventsOfRuns(
    server.url,
    turns.map(({ runId }) => runId),
  );

  await server.kill();
  const gone = Date.now();
  const say = async (text: string): Promise<void> => {
    asked.push(text);
    turns.push(await gateway.chat(main, text));
  };
  for (const number of [1, 2, 3, 4]) await say(`message ${number}`);
  await say('message 5 [[tool:exec {"command":"deploy billing"}]]');
  await gateway.request("sessions.reset", { key: main, reason: "reset" });
  await gateway.kill();
  await gateway.start();
  for (const number of [6, 7, 8, 9, 10]) await say(`message ${number}`);
  const stopMs = await gateway.stop();
  await gateway.start();
  await sleep(Math.max(0, outageMs - (Date.now() - gone)));
  await server.restart();

  const events = await eventsOfRuns(
    server.url,
    turns.map(({ runId }) => runId),
  );
  expect(said(events, "conversation.message.in")).toEqual(
    turns.map(({ sentAs }, index) => [sentAs, asked[index]]),
  );
  expect(said(events, "conversation.message.out")).toEqual(
    turns.map(({ runId, text }) => [runId, text]),
  );
  expect(countOf(events, "run.start")).toBe(turns.length);
  expect(countOf(events, "run.end")).toBe(turns.length);
  expect(countOf(events, "conversation.tool_call")).toBe(1);
  expect(countOf(events, "conversation.tool_result")).toBe(1);
  expect(countOf(events, "lifecycle.reset")).toBe(1);
  expect(events.filter(({ type }) => type === "deploy-log.deploy.finished")).toHaveLength(1);
  expect(doubled(events)).toEqual([]);
  process.stdout.write(`SIGTERM to exit, NATS dead: ${stopMs} ms\n`);
});
