import { EventEmitter, once } from "node:events";
import { expect, test } from "vitest";
import { connect } from "../src/index.ts";
import { startTestServer } from "../src/testing/index.ts";

test("connects as soon as a promised URL is known", async () => {
  await using server = await startTestServer();
  const starting = new EventEmitter();
  const url = once(starting, "ready").then(([known]) => String(known));
  await using connection = connect({ url });

  const before = connection.state;
  starting.emit("ready", server.url);
  const { version } = await connection.ready();

  expect(before).toBe("connecting");
  expect(version).toMatch(/^\d+\.\d+/);
});

test("closes while the URL is not known", async () => {
  const connection = connect({ url: new Promise<string>(() => undefined) });

  await connection[Symbol.asyncDispose]();

  expect(connection.state).toBe("closed");
});

test("says why a promised URL did not come", async () => {
  await using connection = connect({ url: Promise.reject(new Error("no nats-server found")) });

  const ready = connection.ready({ timeoutMs: 50 });

  await expect(ready).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringContaining("no nats-server found"),
  });
});
