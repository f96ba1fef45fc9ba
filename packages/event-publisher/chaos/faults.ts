import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startTestCluster, startTestServer } from "@openclaw/jetstream/testing";
import { mountDisk } from "@openclaw/tooling/small-disk";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { publisherKills } from "./publisher-kills.ts";
import { runFault, streamName, type Outcome, type Scale } from "./run-fault.ts";

const dayMs = 86_400_000;

/** The faults, by name; each breaks real processes and tells what became of the events. */
export const faults: Readonly<Record<string, (scale: Scale) => Promise<Outcome>>> = {
  async "server killed under load"({ rounds, random }) {
    await using server = await startTestServer();
    return await runFault({
      fault: "server killed under load",
      url: server.url,
      rounds,
      async havoc() {
        for (let round = 0; round < rounds; round++) {
          await sleep(200 + random() * 800);
          await server.kill();
          await sleep(random() * 500);
          await server.restart();
        }
      },
    });
  },

  async "server frozen"({ time }) {
    await using server = await startTestServer();
    return await runFault({
      fault: "server frozen",
      url: server.url,
      rounds: 1,
      async havoc() {
        await sleep(1000);
        process.kill(server.pid, "SIGSTOP");
        await sleep(30_000 * time);
        process.kill(server.pid, "SIGCONT");
        await sleep(1000);
      },
    });
  },

  async "server down at start"({ time }) {
    await using server = await startTestServer();
    await server.stop();
    return await runFault({
      fault: "server down at start",
      url: server.url,
      rounds: 1,
      async havoc() {
        await sleep(10_000 * time);
        await server.restart();
        await sleep(1000);
      },
    });
  },

  /** A store that comes back without its newest part, as after a power failure. */
  async "store older than its acks"({ rounds, random }) {
    await using server = await startTestServer();
    await using temporary = await temporaryDir();
    const copy = join(temporary.dir, "copy");
    return await runFault({
      fault: "store older than its acks",
      url: server.url,
      rounds,
      durableAfterMs: 60_000,
      async havoc() {
        for (let round = 0; round < Math.ceil(rounds / 5); round++) {
          await sleep(300 + random() * 300);
          await server.stop();
          await rm(copy, { recursive: true, force: true });
          await cp(join(server.dir, "store"), copy, { recursive: true });
          await server.restart();
          await sleep(500 + random() * 1000);
          await server.kill();
          await rm(join(server.dir, "store"), { recursive: true });
          await cp(copy, join(server.dir, "store"), { recursive: true });
          await server.restart();
        }
        await sleep(500);
      },
    });
  },

  async "outbox full, new events refused"({ time }) {
    return outboxFull("outbox full, new events refused", "refuse-new", time);
  },

  async "outbox full, oldest dropped"({ time }) {
    return outboxFull("outbox full, oldest dropped", "drop-oldest", time);
  },

  async "leader of three killed"({ rounds, random }) {
    await using cluster = await startTestCluster();
    return await runFault({
      fault: "leader of three killed",
      url: cluster.url,
      rounds: Math.ceil(rounds / 2),
      replicas: 3,
      // In a cluster each session waits for its last ack.
      burst: 2,
      async havoc({ publisher }) {
        while (publisher.status.lastAckedAt === undefined) await sleep(100);
        for (let round = 0; round < Math.ceil(rounds / 2); round++) {
          await sleep(1000 + random() * 1000);
          await cluster.killLeader(streamName, 500);
        }
        await sleep(2000);
      },
    });
  },

  "publisher killed": publisherKills("publisher killed", 0),
  "publisher killed, clock a day ahead": publisherKills(
    "publisher killed, clock a day ahead",
    dayMs,
  ),
  "publisher killed, clock a day back": publisherKills(
    "publisher killed, clock a day back",
    -dayMs,
  ),

  async "server disk full"({ time }) {
    await using disk = await mountDisk("24m");
    await using server = await startTestServer({ dir: disk.dir });
    return await runFault({
      fault: "server disk full",
      url: server.url,
      rounds: 1,
      async havoc() {
        await sleep(1000);
        await disk.fill();
        await sleep(8000 * time + 2000);
        await disk.free();
        await server.restart();
        await sleep(1000);
      },
    });
  },

  async "publisher disk full"({ time }) {
    await using disk = await mountDisk("4m");
    await using server = await startTestServer();
    return await runFault({
      fault: "publisher disk full",
      url: server.url,
      rounds: 1,
      outbox: { dir: join(disk.dir, "outbox") },
      async havoc() {
        await sleep(500);
        await server.stop();
        await disk.fill();
        await sleep(8000 * time + 1500);
        await server.restart();
        await sleep(3000);
      },
    });
  },
};

async function outboxFull(
  fault: string,
  whenFull: "refuse-new" | "drop-oldest",
  time: number,
): Promise<Outcome> {
  await using server = await startTestServer();
  return await runFault({
    fault,
    url: server.url,
    rounds: 1,
    outbox: { maxBytes: 1024 * 1024, whenFull },
    async havoc() {
      await sleep(500);
      await server.stop();
      await sleep(8000 * time + 1500);
      await server.restart();
      await sleep(1000);
    },
  });
}
