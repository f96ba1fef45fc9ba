import { connect } from "@openclaw/jetstream";
import { startEmbeddedServer } from "@openclaw/jetstream/server";

await using server = await startEmbeddedServer({ dir: "state/nats" });
await using connection = connect({ url: server.url });

await connection.ensureStream({
  name: "openclaw-events",
  subjects: ["openclaw.events.>"],
  maxAgeMs: 90 * 86_400_000,
});
const { count, messages } = await connection.read("openclaw-events");
console.log(`${count} messages`);
for await (const { sequence, subject } of messages) console.log(sequence, subject);
