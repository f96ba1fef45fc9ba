import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { startTestServer } from "@openclaw/jetstream/testing";
import type { Bench } from "@openclaw/tooling/bench";
import { programDir, setup } from "../test/build-program.ts";
import { message, record } from "../test/conversation.ts";

const rounds = 20;
/** A busy machine makes all processes slow; then help has to be near the start of Node itself. */
const mostMs = 150;
const mostRatio = 2;

/** What a person waits for beyond the start of Node; the best of several processes, the cases in turns. */
export const bench: Bench = async (report) => {
  await setup();
  await using server = await startTestServer();
  await record(
    server.url,
    Array.from({ length: 1000 }, (_, at) => message(at, `sentence ${at}`)),
  );
  const program = join(programDir, "main.mjs");
  const cases: Readonly<Record<string, readonly string[]>> = {
    "node -e 0": ["-e", "0"],
    "--help": [program, "--help"],
    "query --help": [program, "query", "--help"],
    "query of the last 50": [program, "query"],
  };

  const best = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1)
    for (const [name, args] of Object.entries(cases)) {
      const start = performance.now();
      execFileSync(process.execPath, args, {
        env: { ...process.env, NATS_URL: server.url },
        stdio: "ignore",
      });
      const elapsed = performance.now() - start;
      best.set(name, Math.min(elapsed, best.get(name) ?? Infinity));
    }

  for (const [name, value] of best) report({ case: name, value, unit: "ms" });
  const [node = 0, help = Infinity] = best.values();
  if (help > mostMs && help > mostRatio * node)
    throw new Error(`--help took ${help} ms, more than ${mostMs} ms`);
};
