import { join } from "node:path";
import { parseEvent } from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { canMount, mountDisk } from "@openclaw/tooling/small-disk";
import { expect, test } from "vitest";
import { openPublisher } from "../src/index.ts";
import { madeUpEvent } from "./made-up-event.ts";

const mounts = await canMount();
if (!mounts) console.warn("skipped: a full disk is a small one that is mounted, which takes root");

test.skipIf(!mounts)("what a full disk had no room for is told before the end", async () => {
  await using disk = await mountDisk("4m");
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  const publisher = await openPublisher(connection, {
    streamName: "events",
    subjectPrefix: "openclaw.events",
    maxAgeMs: 0,
    outbox: { dir: join(disk.dir, "outbox") },
  });
  publisher.publish(madeUpEvent(0));
  await publisher.flush();

  await server.stop();
  await disk.fill();
  let offered = 1;
  for (let refused = 0; refused < 3; offered++) {
    if (!publisher.publish(madeUpEvent(offered))) refused += 1;
    if (offered % 10 === 0) await new Promise(setImmediate);
  }
  await server.restart();
  await publisher.flush();
  await publisher.close();

  const counts = { stored: 0, told: 0 };
  const { messages } = await connection.read("events");
  for await (const { data } of messages) {
    const { type, payload } = parseEvent(JSON.parse(Buffer.from(data).toString()));
    if (type === "store.gap") counts.told += Number(Object(payload.data).count);
    else counts.stored += 1;
  }
  expect(counts.told).toBeGreaterThan(0);
  expect(counts.stored + counts.told).toBe(offered);
});
