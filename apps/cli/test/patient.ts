import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startTestServer, type TestServer } from "@openclaw/jetstream/testing";
import { z } from "zod";
import { message, record } from "./conversation.ts";
import { manage } from "./fault-server.ts";
import { createMachine, type Machine } from "./machine.ts";

/** A machine and a server in which faults are planted for doctor to find. */
export interface Patient extends AsyncDisposable {
  readonly server: TestServer;
  readonly machine: Machine;
  /** Writes a file of JSON in the home directory. */
  write(path: string, content: unknown): Promise<void>;
  /** Stores a message and its answer. */
  talk(): Promise<void>;
  /**
   * What doctor has to say beyond "ok", by check: the severity and the remedy. It has to leave all that
   * the server and the machine keep as it is.
   */
  faults(env?: NodeJS.ProcessEnv): Promise<Record<string, string>>;
}

const reportSchema = z.object({
  healthy: z.boolean(),
  findings: z.array(
    z.object({ check: z.string(), severity: z.string(), remedy: z.string().optional() }),
  ),
});

export async function openPatient(): Promise<Patient> {
  const server = await startTestServer();
  const machine = await createMachine();
  return {
    server,
    machine,
    async write(path, content) {
      await mkdir(machine.stateDir, { recursive: true });
      await writeFile(join(machine.home, path), JSON.stringify(content));
    },
    talk: async () => record(server.url, [message(0, "Hello"), message(1, "Hello yourself")]),
    async faults(env) {
      const before = await snapshot(server.url, machine.home);
      const outcome = await machine.run(["doctor", "--json"], { NATS_URL: server.url, ...env });
      const { healthy, findings } = reportSchema.parse(JSON.parse(outcome.stdout));
      const after = await snapshot(server.url, machine.home);
      if (after !== before) throw new Error(`doctor changed ${before} to ${after}`);
      if (outcome.code !== (healthy ? 0 : 1)) throw new Error(`doctor ended with ${outcome.code}`);
      const told = findings.filter(({ severity }) => ["problem", "warning"].includes(severity));
      return Object.fromEntries(
        told.map(({ check, severity, remedy }) => [check, `${severity}: ${remedy}`]),
      );
    },
    async [Symbol.asyncDispose]() {
      await machine[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** All that the server keeps, and the files of the machine but for a running publisher's. */
async function snapshot(url: string, home: string): Promise<string> {
  const streams: unknown[] = [];
  await manage(url, async (manager) => {
    for await (const { config, state } of manager.streams.list())
      streams.push({ config, messages: state.messages, last: state.last_seq, bytes: state.bytes });
  });
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.includes("/outbox/"));
  const files = await Promise.all(
    paths.toSorted().map(async (path) => ({ path, modified: (await stat(path)).mtimeMs })),
  );
  return JSON.stringify({ streams, files });
}
