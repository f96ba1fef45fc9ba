import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { jetstreamManager } from "@nats-io/jetstream";
import { nanos } from "@nats-io/nats-core";
import { connect as dial } from "@nats-io/transport-node";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { openPublisher } from "../src/index.ts";
import { audit } from "./audit.ts";
import { store, streamName, type Outcome, type Scale } from "./run-fault.ts";

/** What a publishing process has said. */
interface Said {
  readonly offered: number;
  readonly accepted: number;
}

/**
 * Kills publishing processes at random points, each the successor of the one before on the same outbox.
 * With a clock shift each runs by a clock that is off by so much, and the server forgets ids at once,
 * as one does whose clock has moved on.
 */
export function publisherKills(fault: string, clockShiftMs: number) {
  return async ({ rounds, random }: Scale): Promise<Outcome> => {
    await using server = await startTestServer();
    await using connection = connect({ url: server.url });
    const dir = await mkdtemp(join(tmpdir(), "openclaw-chaos-"));
    try {
      if (clockShiftMs !== 0) await createForgetfulStream(server.url);
      const unknown = new Set<number>();
      let offered = 0;
      for (let round = 0; round < rounds; round++) {
        const shift = round % 2 === 0 ? 0 : clockShiftMs;
        const run = startProcess(server.url, [dir, fault, String(offered), String(shift)]);
        await run.started;
        await sleep(random() * 600);
        const said = await run.kill();
        for (let n = said.accepted; n < said.offered; n++) unknown.add(n);
        offered = said.offered;
      }
      const last = await openPublisher(connection, { ...store, outbox: { dir } });
      if (!(await last.flush({ timeoutMs: 120_000 })))
        throw new Error(`${fault}: events still wait`);
      await last.close();
      const known = offered - unknown.size;
      const result = await audit(connection, { stream: streamName, load: fault, offered, unknown });
      return { fault, rounds, sent: known, ...result };
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  };
}

function startProcess(
  url: string,
  args: readonly string[],
): {
  readonly started: Promise<unknown>;
  readonly kill: () => Promise<Said>;
} {
  const script = join(import.meta.dirname, "publisher-process.ts");
  const child = spawn(
    process.execPath,
    ["--conditions=@openclaw/source", "--import", "tsx", script, ...args],
    { env: { ...process.env, CHAOS_URL: url }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const first = Number(args[2]);
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const last = (word: string): number =>
    Number([...text.matchAll(new RegExp(`${word} (\\d+)\\n`, "g"))].at(-1)?.[1] ?? first);
  return {
    started: once(child.stdout, "data"),
    async kill() {
      child.kill("SIGKILL");
      await once(child, "close");
      return { offered: last("offered"), accepted: last("accepted") };
    },
  };
}

async function createForgetfulStream(url: string): Promise<void> {
  const { host, username, password } = new URL(url);
  const nats = await dial({ servers: host, user: username, pass: password });
  const manager = await jetstreamManager(nats);
  await manager.streams.add({
    name: streamName,
    subjects: [`${store.subjectPrefix}.>`],
    duplicate_window: nanos(100),
  });
  await nats.close();
}
