import { isEventStoreError } from "@openclaw/event-schema";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, streamDrift, type Connection } from "../src/index.ts";
import { startTestServer, type TestServer } from "../src/testing/index.ts";

const dayMs = 86_400_000;
let server: TestServer;
let connection: Connection;

beforeAll(async () => {
  server = await startTestServer();
  connection = connect({ url: server.url });
});

afterAll(async () => {
  await connection[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

test("creates a stream as it is wanted, once", async () => {
  const spec = { name: "a", subjects: ["a.>"], maxAgeMs: 90 * dayMs, maxBytes: 10_000_000 };

  const first = await connection.ensureStream(spec);
  const second = await connection.ensureStream(spec);

  expect(first).toMatchObject({ name: "a", subjects: ["a.>"], maxAgeMs: 90 * dayMs, replicas: 1 });
  expect(streamDrift(second, spec)).toEqual([]);
});

test("leaves a stream that differs as it is, and tells how", async () => {
  const spec = { name: "b", subjects: ["b.>"], maxAgeMs: 90 * dayMs };
  await connection.ensureStream(spec);
  const wanted = { ...spec, maxAgeMs: 30 * dayMs, maxBytes: 1_000_000 };

  const state = await connection.ensureStream(wanted);

  expect(state.maxAgeMs).toBe(90 * dayMs);
  expect(streamDrift(state, wanted).map(({ setting, shrinks }) => [setting, shrinks])).toEqual([
    ["maxAgeMs", true],
    ["maxBytes", true],
  ]);
});

test("does not shrink a stream without being told", async () => {
  const spec = { name: "c", subjects: ["c.>"], maxAgeMs: 90 * dayMs };
  await connection.ensureStream(spec);
  const smaller = { ...spec, maxAgeMs: dayMs };

  const refused = await connection.updateStream(smaller).catch((error: unknown) => error);
  const longer = await connection.updateStream({ ...spec, maxAgeMs: 0 });
  const shrunk = await connection.updateStream(smaller, { allowShrink: true });

  expect(isEventStoreError(refused, "INVALID_ARGUMENT")).toBe(true);
  expect([longer.maxAgeMs, shrunk.maxAgeMs]).toEqual([0, dayMs]);
});

test("names the stream that holds the wanted subjects", async () => {
  await connection.ensureStream({ name: "d", subjects: ["d.>"], maxAgeMs: 0 });

  const error = await connection
    .ensureStream({ name: "e", subjects: ["d.x.>"], maxAgeMs: 0 })
    .catch((reason: unknown) => reason);

  expect(isEventStoreError(error, "STREAM_CONFLICT")).toBe(true);
  expect(String(error)).toMatch(/stream e .* stream d /);
});

test("tells a missing stream from everything else", async () => {
  const error = await connection.streamState("missing").catch((reason: unknown) => reason);

  expect(isEventStoreError(error, "STREAM_NOT_FOUND")).toBe(true);
});

test("keeps its messages from being deleted where it is sealed", async () => {
  const state = await connection.ensureStream({
    name: "f",
    subjects: ["f.>"],
    maxAgeMs: 0,
    sealed: true,
  });

  expect(state.sealed).toBe(true);
});
