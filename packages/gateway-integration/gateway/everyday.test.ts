import { startTestServer, type TestServer } from "@openclaw/jetstream/testing";
import type { Gateway } from "@openclaw/tooling/gateway-harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testMemory } from "./memory-suite.ts";
import { testOperators } from "./operators-suite.ts";
import { testRecording } from "./recording-suite.ts";
import { testReloads } from "./reloads-suite.ts";
import {
  countOf,
  deployLog,
  eventStore,
  helper,
  main,
  startGateway,
  storedWhen,
} from "./scenario.ts";
import type { World } from "./scenario.ts";

let server: TestServer;
let gateway: Gateway;

/** Starting a gateway takes long, so that all of these share one. */
const world: World = {
  get server() {
    return server;
  },
  get gateway() {
    return gateway;
  },
};

beforeAll(async () => {
  server = await startTestServer();
  gateway = await startGateway([deployLog, eventStore({ url: server.url })]);
});

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

describe("what is recorded", () => {
  testRecording(world);
});

describe("memory", () => {
  testMemory(world);
});

describe("operators and agents", () => {
  testOperators(world);
});

describe("reloads", () => {
  testReloads(world);
});

test("a gateway that stops ends its sessions, and does so at once", async () => {
  const stopMs = await gateway.stop();

  const events = await storedWhen("sessions have ended", server.url, (stored) =>
    [main, helper].every(
      (session) =>
        countOf(stored, "lifecycle.end", session) === countOf(stored, "lifecycle.start", session),
    ),
  );
  expect(countOf(events, "lifecycle.end", helper)).toBe(1);
  process.stdout.write(`SIGTERM to exit: ${stopMs} ms\n`);
});
