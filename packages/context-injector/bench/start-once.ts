import { setTimeout as sleep } from "node:timers/promises";
import { connect as observe } from "@nats-io/transport-node";
import { createEventReader } from "@openclaw/event-query";
import { connect } from "@openclaw/jetstream";
import { createContextInjector, createFileSnapshots } from "../src/index.ts";
import { stores } from "./fill-stream.ts";

/** Blocks asked for, some milliseconds apart, while events that were deleted are looked for. */
const sessions = 500;
const betweenMs = 5;

/** Starts memory once, builds blocks of new sessions, and prints what that took. */
const { NATS_URL: url = "", SNAPSHOT: path = "" } = process.env;

const { host, username, password } = new URL(url);
await using connection = connect({ url });
const observer = await observe({ servers: host, user: username, pass: password });
let requests = 0;
observer.subscribe("$JS.API.>", { callback: () => void (requests += 1) });
await observer.flush();

const began = performance.now();
const cpu = process.cpuUsage();
await using injector = createContextInjector(createEventReader(connection, stores), {
  snapshots: createFileSnapshots(path),
});
await injector.start();
const first = await injector.contextFor({ agent: "main", session: "first", budgetTokens: 1000 });
const startMs = performance.now() - began;
const { user, system } = process.cpuUsage(cpu);

await sleep(500);
await observer.flush();
requests = 0;
const times: number[] = [];
for (let session = 0; session < sessions; session++) {
  const asked = performance.now();
  await injector.contextFor({ agent: "main", session: `new:${session}`, budgetTokens: 1000 });
  times.push(performance.now() - asked);
  await sleep(betweenMs);
}
await observer.flush();
await observer.close();
const ordered = times.toSorted((a, b) => a - b);
const { rss } = process.memoryUsage();
process.stdout.write(
  JSON.stringify({
    startMs,
    startCpuMs: (user + system) / 1000,
    messages: first.messageCount,
    blockP50Ms: ordered[Math.floor(sessions * 0.5)],
    blockP99Ms: ordered[Math.floor(sessions * 0.99)],
    requests,
    rssMb: rss / 1e6,
    peakRssMb: process.resourceUsage().maxRSS / 1e3,
  }),
);
