import { createContextInjector, createFileSnapshots } from "@openclaw/context-injector";
import { createEventReader } from "@openclaw/event-query";
import { connect } from "@openclaw/jetstream";

await using connection = connect({ url: process.env["NATS_URL"] ?? "nats://localhost:4222" });
const stores = { stream: "openclaw-events", subjectPrefix: "openclaw.events" };
const reader = createEventReader(connection, stores);

await using injector = createContextInjector(reader, {
  snapshots: createFileSnapshots("memory.snapshot"),
});
await injector.start(); // reads what is stored, then follows

const { text } = await injector.contextFor({
  agent: "main",
  session: "agent:main:new",
  prompt: "When does Ada move?",
  budgetTokens: 1000,
  signal: AbortSignal.timeout(10_000), // fail open: no memory is better than a late answer
});
console.log(text);
