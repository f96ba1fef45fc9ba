import { openPublisher } from "@openclaw/event-publisher";
import { createEventReader } from "@openclaw/event-query";
import { connect } from "@openclaw/jetstream";
import { importWorkspace } from "../src/index.ts";

/** Imports a workspace, and tells on standard output what it came to: run by the bench, and killed by it. */
const [url = "", workspace = ""] = process.argv.slice(2);
const store = { stream: "openclaw-events", subjectPrefix: "openclaw.events" };

await using connection = connect({ url });
await using publisher = await openPublisher(connection, {
  streamName: store.stream,
  subjectPrefix: store.subjectPrefix,
  maxAgeMs: 0,
  outbox: "memory",
});
const reader = createEventReader(connection, store);
await connection.ensureStream({ name: store.stream, subjects: ["openclaw.events.>"], maxAgeMs: 0 });

const start = performance.now();
const report = await importWorkspace(workspace, { publisher, reader, agent: "main" });
const seconds = (performance.now() - start) / 1000;
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
process.stdout.write(JSON.stringify({ report, seconds, cpuSeconds, rssBytes: maxRSS * 1024 }));
