import { setImmediate as turn } from "node:timers/promises";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import type { Bench } from "@openclaw/tooling/bench";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { openPublisher } from "../src/index.ts";
import { madeUpEvents } from "./made-up-events.ts";
import { percentile } from "./percentile.ts";

const count = 100_000;
const burst = 20;

/** What publishing costs its caller while the server is frozen. */
export const bench: Bench = async (report) => {
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  const publisher = await openPublisher(connection, {
    streamName: "openclaw-events",
    subjectPrefix: "openclaw.events",
    maxAgeMs: 0,
    outbox: { dir },
  });
  for (const event of madeUpEvents(5000, 500)) publisher.publish(event);
  await publisher.flush();
  process.kill(server.pid, "SIGSTOP");
  try {
    const waits = new Float64Array(count);
    const events = madeUpEvents(count, 500);
    const before = process.memoryUsage().rss;
    let most = before;
    for (const [n, event] of events.entries()) {
      const start = performance.now();
      publisher.publish(event);
      waits[n] = (performance.now() - start) * 1000;
      if (n % burst !== 0) continue;
      await turn();
      most = Math.max(most, process.memoryUsage().rss);
    }
    report({ case: "publish p50", value: percentile(waits, 0.5), unit: "µs" });
    report({ case: "publish p99", value: percentile(waits, 0.99), unit: "µs" });
    report({ case: "publish max", value: percentile(waits, 1), unit: "µs" });
    report({ case: "memory growth", value: (most - before) / 2 ** 20, unit: "MiB" });
  } finally {
    process.kill(server.pid, "SIGCONT");
  }
  await publisher.close({ timeoutMs: 60_000 });
};
