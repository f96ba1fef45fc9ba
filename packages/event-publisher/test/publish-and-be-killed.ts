// Publishes 100 events while no server is up, ends its turn, and kills itself.
import { eventId } from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";
import { openPublisher } from "../src/index.ts";

const [dir = "", streamName = ""] = process.argv.slice(2);
const publisher = await openPublisher(connect({ url: process.env["NATS_TEST_URL"] ?? "" }), {
  streamName,
  subjectPrefix: `openclaw.events.${streamName}`,
  maxAgeMs: 0,
  outbox: { dir },
});
for (let seq = 0; seq < 100; seq++) {
  const run = { runId: "run", seq };
  publisher.publish({
    id: eventId("killed", String(seq)),
    timestamp: seq,
    agent: "main",
    session: "agent:main:main",
    type: "conversation.message.in",
    visibility: "internal",
    payload: {
      ...run,
      stream: "test",
      data: { text: `text ${seq}` },
      sessionKey: "agent:main:main",
      ts: seq,
    },
    meta: run,
  });
}
await Promise.resolve();
process.kill(process.pid, "SIGKILL");
