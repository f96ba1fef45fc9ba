// npm run demo [-- --keep]
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createContextInjector } from "@openclaw/context-injector";
import { openPublisher } from "@openclaw/event-publisher";
import { createEventReader, type StoredEvent } from "@openclaw/event-query";
import { isEventStoreError, silentLogger } from "@openclaw/event-schema";
import { connect } from "@openclaw/jetstream";
import { startEmbeddedServer } from "@openclaw/jetstream/server";
import { play } from "./play.ts";
import { compare, countTable, timeline } from "./report.ts";

const store = { stream: "openclaw-events", subjectPrefix: "openclaw.events" };
const shownSession = "agent:main:main";

const { values } = parseArgs({ options: { keep: { type: "boolean", default: false } } });
const home = await mkdtemp(join(tmpdir(), "openclaw-demo-"));
try {
  await demo(home);
} catch (error) {
  if (!isEventStoreError(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await rm(home, { recursive: true, force: true });
}

async function demo(dir: string): Promise<void> {
  const logger = { ...silentLogger, info: progress };
  let server = await startEmbeddedServer({ dir: join(dir, "nats"), logger });
  const { url, port, syncIntervalMs } = server;
  await using connection = connect({ url });
  const publisher = await openPublisher(connection, {
    streamName: store.stream,
    subjectPrefix: store.subjectPrefix,
    maxAgeMs: 0,
    outbox: { dir: join(dir, "outbox") },
    durableAfterMs: syncIntervalMs + 1000,
  });
  const made = await play({
    publisher,
    onProgress: (told, of) => progress(`playing a recorded gateway run: ${told} of ${of}`),
    async onHalfWay() {
      await server[Symbol.asyncDispose]();
      server = await startEmbeddedServer({ dir: join(dir, "nats"), port });
    },
  });
  await publisher.flush();
  await publisher.close();
  progress("");

  const reader = createEventReader(connection, store);
  const stored = await collect(reader.read());
  const { lost, doubled } = compare(made, stored);
  console.log(`1. Recorded: ${stored.length} events, over a restart of the server
   ${lost} lost, ${doubled} doubled\n\n${countTable(stored)}\n`);

  const session = await collect(reader.read({ session: shownSession }));
  console.log(`2. The session ${shownSession}\n\n${timeline(session)}\n`);

  await using injector = createContextInjector(reader);
  await injector.start();
  const { text } = await injector.contextFor({
    agent: "main",
    session: "agent:main:tomorrow",
    budgetTokens: 600,
  });
  console.log(`3. What the next session of main gets in its system prompt\n\n${text}\n`);

  if (lost + doubled > 0) process.exitCode = 1;
  if (values.keep) await keep(join(dir, "nats", "server.json"));
  await server[Symbol.asyncDispose]();
}

/** Leaves the server up until Ctrl-C. */
async function keep(record: string): Promise<void> {
  const url = `"$(node -p 'require("${record}").url')"`;
  console.log(`The server is up until you press Ctrl-C. To look at it:

  nats --server ${url} stream info ${store.stream}
  NATS_URL=${url} npx openclaw-events query --since 1y`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}

async function collect(events: AsyncIterable<StoredEvent>): Promise<readonly StoredEvent[]> {
  const collected: StoredEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

/** One line that is written over by the next. */
function progress(message: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${message}`);
}
