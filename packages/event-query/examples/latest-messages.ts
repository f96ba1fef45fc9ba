import { createEventReader } from "@openclaw/event-query";
import { connect } from "@openclaw/jetstream";

await using connection = connect({ url: process.env["NATS_URL"] ?? "nats://localhost:4222" });
const reader = createEventReader(connection, {
  stream: "openclaw-events",
  subjectPrefix: "openclaw.events",
});

const filter = { agent: "main", type: "conversation.message.*" };
const { events } = await reader.page(filter, { order: "desc", limit: 100 });
for (const { event } of events.toReversed()) console.log(event.timestamp, event.type);
