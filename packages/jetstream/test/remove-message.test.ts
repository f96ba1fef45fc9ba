import { EventEmitter, once } from "node:events";
import { expect, test } from "vitest";
import { connect } from "../src/index.ts";
import { startTestServer } from "../src/testing/index.ts";

test.each([{ overwrite: false }, { overwrite: true }])(
  "a message is removed once, and the others stay (%o)",
  async (how) => {
    await using server = await startTestServer();
    await using connection = connect({ url: server.url });
    const stream = "events";
    await connection.ensureStream({ name: stream, subjects: ["e.>"], maxAgeMs: 0 });
    const replies = new EventEmitter();
    const channel = await connection.openAppendChannel(stream, (slot) => replies.emit(`${slot}`));
    const stored = once(replies, "2");
    for (const slot of [0, 1, 2])
      channel.send(slot, { subject: "e.x", id: `${slot}`, data: Buffer.from(`${slot}`) });
    await stored;

    await connection.remove({ stream, sequence: 2 }, how);
    await connection.remove({ stream, sequence: 2 }, how);

    const { messages } = await connection.read(stream);
    const left: number[] = [];
    for await (const { sequence } of messages) left.push(sequence);
    expect(left).toEqual([1, 3]);
  },
);

test("removing from a stream that is not there says so", async () => {
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });

  const removed = connection.remove({ stream: "none", sequence: 1 });

  await expect(removed).rejects.toMatchObject({ code: "STREAM_NOT_FOUND" });
});
