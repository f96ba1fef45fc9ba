import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { jetstreamManager } from "@nats-io/jetstream";
import { nanos } from "@nats-io/nats-core";
import { connect as dial } from "@nats-io/transport-node";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { build } from "esbuild";
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
  return async ({ rounds: all, random }: Scale): Promise<Outcome> => {
    // Every other one has the clock shifted.
    const rounds = clockShiftMs === 0 ? all : Math.max(2, Math.ceil(all / 4));
    await using server = await startTestServer();
    await using connection = connect({ url: server.url });
    await using temporary = await temporaryDir();
    const { dir: home } = temporary;
    const dir = join(home, "outbox");
    const program = await bundleProgram(home);
    if (clockShiftMs !== 0) await createForgetfulStream(server.url);
    const unknown = new Set<number>();
    let offered = 0;
    for (let round = 0; round < rounds; round++) {
      const shift = round % 2 === 0 ? 0 : clockShiftMs;
      const run = startProcess(program, server.url, [dir, fault, String(offered), String(shift)]);
      await run.started;
      await sleep(random() * 600);
      const said = await run.kill();
      for (let n = said.accepted; n < said.offered; n++) unknown.add(n);
      offered = said.offered;
    }
    const last = await openPublisher(connection, { ...store, outbox: { dir } });
    if (!(await last.flush({ timeoutMs: 120_000 }))) throw new Error(`${fault}: events still wait`);
    await last.close();
    const known = offered - unknown.size;
    const result = await audit(connection, { stream: streamName, load: fault, offered, unknown });
    return { fault, rounds, sent: known, ...result };
  };
}

/** Bundles the program, so that a process of it is there at once. */
async function bundleProgram(outdir: string): Promise<string> {
  await build({
    entryPoints: [join(import.meta.dirname, "publisher-process.ts")],
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["@openclaw/source"],
    // Packages in CommonJS ask for Node's own modules by `require`.
    banner: {
      js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);",
    },
  });
  return join(outdir, "publisher-process.mjs");
}

function startProcess(
  program: string,
  url: string,
  args: readonly string[],
): {
  readonly started: Promise<unknown>;
  readonly kill: () => Promise<Said>;
} {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, CHAOS_URL: url },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "close");
  const failedToStart = (): never => {
    throw new Error(`${program} ended before it published anything`);
  };
  const first = Number(args[2]);
  let text = "";
  const accepted = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("accepted")) resolve();
    });
  });
  const last = (word: string): number =>
    Number([...text.matchAll(new RegExp(`${word} (\\d+)\\n`, "g"))].at(-1)?.[1] ?? first);
  return {
    started: Promise.race([accepted, exited.then(failedToStart)]),
    async kill() {
      child.kill("SIGKILL");
      await exited;
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
