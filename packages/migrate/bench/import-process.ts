import { openPublisher } from "@openclaw/event-publisher";
import { createEventReader } from "@openclaw/event-query";
import { connect } from "@openclaw/jetstream";
import { importWorkspace } from "../src/index.ts";
import { stream, subjectPrefix } from "./stream-content.ts";

/* Imports a workspace and tells on standard output what it came to; run, and killed, by bench and test. */

/** Without the process that started it, nobody wants what it does. */
const endAlone = (): never => process.exit(1);
process.on("disconnect", endAlone);

const [url = "", workspace = ""] = process.argv.slice(2);

await using connection = connect({ url });
await using publisher = await openPublisher(connection, {
  streamName: stream,
  subjectPrefix,
  maxAgeMs: 0,
  outbox: "memory",
});
const reader = createEventReader(connection, { stream, subjectPrefix });
await connection.ensureStream({ name: stream, subjects: [`${subjectPrefix}.>`], maxAgeMs: 0 });

const start = performance.now();
const report = await importWorkspace(workspace, {
  publisher,
  reader,
  agent: "main",
  onProgress: ({ files }) => process.send?.(files),
});
const seconds = (performance.now() - start) / 1000;
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
process.stdout.write(JSON.stringify({ report, seconds, cpuSeconds, rssBytes: maxRSS * 1024 }));
process.off("disconnect", endAlone);
process.disconnect?.();
