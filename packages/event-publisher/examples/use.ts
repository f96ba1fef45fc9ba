import { openPublisher } from "@openclaw/event-publisher";
import { eventId } from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";

await using connection = connect({ url: process.env["NATS_URL"] ?? "nats://localhost:4222" });
const publisher = await openPublisher(connection, {
  streamName: "openclaw-events",
  subjectPrefix: "openclaw.events",
  maxAgeMs: 90 * 86_400_000,
  outbox: { dir: "state/outbox" },
});

const [timestamp, session, run] = [Date.now(), "agent:main:main", { runId: "run-1", seq: 0 }];
const data = { text: "hello" };
publisher.publish({
  id: eventId("my-host", session, run.runId),
  timestamp,
  agent: "main",
  session,
  type: "conversation.message.in",
  visibility: "internal",
  payload: { ...run, stream: "chat", data, sessionKey: session, ts: timestamp },
  meta: run,
}); // returns at once, whether the server is there or not

console.log(publisher.status); // { state: "connecting", pending: 1, lost: 0, … }
await publisher.close(); // flushes for up to four seconds; the rest stays in the outbox
