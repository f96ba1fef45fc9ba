import { createEventReader, runFollower } from "@openclaw/event-query";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { expect, test } from "vitest";
import { message, record } from "./conversation.ts";
import { leaveFollower } from "./leave-follower.ts";
import { createMachine } from "./machine.ts";

test("what followers have parked is listed, and handled once more when told", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  const env = { NATS_URL: server.url };
  const first = message(0, "Hello");
  await record(server.url, [first, message(1, "Hello yourself")]);
  await leaveFollower(server.url, "indexer");
  await leaveFollower(server.url, "archive");

  const all = await machine.run(["followers"], env);
  const one = await machine.run(["followers", "indexer"], env);
  const json = await machine.json(["followers", "indexer"], env);
  const requeued = await machine.json(["followers", "indexer", "--requeue"], env);
  const again = await machine.run(["followers", "indexer", "--requeue"], env);
  const waiting = await machine.run(["followers", "indexer"], env);
  const counts = await machine.json(["followers"], env);
  const handled = await handleNext(server.url, "indexer");

  expect(all.stdout).toMatch(
    /^FOLLOWER +PARKED +REQUEUED +HANDLED UP TO\narchive +1 +0 +openclaw-events 1\nindexer +1 +0 +openclaw-events 1\n$/,
  );
  expect(one.stdout).toMatch(
    new RegExp(`openclaw-events +1 +${first.id} +1 +20.{17} +out of disk space\n$`),
  );
  const place = { stream: "openclaw-events", sequence: 1 };
  expect(json).toMatchObject({
    name: "indexer",
    checkpoint: { "openclaw-events": 1 },
    parked: [{ ...place, id: first.id, attempts: 1, error: "out of \u001B[2Jdisk\nspace" }],
    requeued: [],
  });
  expect(json).not.toHaveProperty("owner");
  expect(requeued).toEqual({ name: "indexer", requeued: 1 });
  expect(again.stdout).toBe("follower indexer has parked no event\n");
  expect(waiting.stdout).toContain("1 requeued event");
  expect(counts).toMatchObject({
    followers: [
      { name: "archive", parked: 1, requeued: 0 },
      { name: "indexer", parked: 0, requeued: 1 },
    ],
  });
  expect(handled).toBe(first.id);
});

test("asking for followers creates nothing in the server", async () => {
  await using server = await startTestServer();
  await using machine = await createMachine();
  await using connection = connect({ url: server.url });
  const env = { NATS_URL: server.url };

  const none = await machine.run(["followers"], env);
  const unknown = await machine.run(["followers", "nobody"], env);
  const requeue = await machine.run(["followers", "nobody", "--requeue"], env);
  const unnamed = await machine.run(["followers", "--requeue"], env);

  expect(none).toMatchObject({ code: 0, stdout: "the server keeps no follower\n" });
  for (const failed of [unknown, requeue])
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining("nobody; see all") });
  expect(unnamed).toMatchObject({ code: 2, stderr: expect.stringContaining("name the follower") });
  await expect(connection.streamState("KV_event-store")).rejects.toMatchObject({
    code: "STREAM_NOT_FOUND",
  });
});

/** The event that a follower handles first when it goes on. */
async function handleNext(url: string, name: string): Promise<string | undefined> {
  await using connection = connect({ url });
  const stores = { stream: "openclaw-events", subjectPrefix: "openclaw.events" };
  const stop = new AbortController();
  let id: string | undefined;
  await runFollower(createEventReader(connection, stores), connection.openDocuments(), {
    name,
    handle({ event }) {
      id ??= event.id;
      stop.abort();
    },
    signal: stop.signal,
  });
  return id;
}
