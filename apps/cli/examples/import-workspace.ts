import { openPublisher } from "@openclaw/event-publisher";
import { createEventReader } from "@openclaw/event-query";
import { connect } from "@openclaw/jetstream";
import { importWorkspace, planImport, rollbackImport, verifyWorkspace } from "@openclaw/migrate";

const workspace = process.env["WORKSPACE"] ?? ".";
const agent = "main";

const plan = await planImport(workspace, { agent }); // reads all, stores nothing
console.log(plan.sources, plan.samples, plan.problems);

await using connection = connect({ url: process.env["NATS_URL"] ?? "nats://localhost:4222" });
const subjectPrefix = "openclaw.events";
const options = {
  streamName: "openclaw-events",
  subjectPrefix,
  maxAgeMs: 0,
  outbox: "memory",
} as const;
await using publisher = await openPublisher(connection, options);
const reader = createEventReader(connection, { stream: "openclaw-events", subjectPrefix });

const { importId } = await importWorkspace(workspace, { agent, publisher, reader });
const { problems } = await verifyWorkspace(workspace, { agent, reader });
if (problems.length > 0)
  await rollbackImport(importId, { agent, reader, remove: (place) => connection.remove(place) });
