import { stat } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import type { Bench } from "@openclaw/tooling/bench";
import { runProgram } from "@openclaw/tooling/run-program";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { z } from "zod";
import { fillStream, madeUpEvents } from "./fill-stream.ts";

const events = 1_000_000;
const program = join(import.meta.dirname, "start-once.ts");
const startSchema = z.object({
  startMs: z.number(),
  startCpuMs: z.number(),
  messages: z.number(),
  blockP50Ms: z.number(),
  blockP99Ms: z.number(),
  requests: z.number(),
  rssMb: z.number(),
  peakRssMb: z.number(),
});

/** Starts in processes of their own on a stream of a million events, without and with a snapshot. */
export const benchRealStream: Bench = async (report) => {
  await using server = await startTestServer();
  const began = performance.now();
  await using connection = connect({ url: server.url });
  await fillStream(connection, madeUpEvents(events));
  report({ case: "fill-1m", value: (performance.now() - began) / 1000, unit: "s" });
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  const path = join(dir, "memory.snapshot");
  const env = { ...process.env, NATS_URL: server.url, SNAPSHOT: path };
  for (const name of ["first", "cold"]) {
    const started = startSchema.parse(JSON.parse(await runProgram(program, env)));
    report({ case: `${name}-start-1m`, value: started.startMs, unit: "ms" });
    report({ case: `${name}-start-1m-cpu`, value: started.startCpuMs, unit: "ms" });
    report({ case: `${name}-start-1m-messages`, value: started.messages, unit: "messages" });
    report({ case: `${name}-block-p50@1m`, value: started.blockP50Ms, unit: "ms" });
    report({ case: `${name}-block-p99@1m`, value: started.blockP99Ms, unit: "ms" });
    report({ case: `${name}-requests@1m`, value: started.requests, unit: "requests" });
    report({ case: `${name}-memory@1m`, value: started.rssMb, unit: "MB" });
    report({ case: `${name}-peak-memory@1m`, value: started.peakRssMb, unit: "MB" });
  }
  report({ case: "snapshot-1m", value: (await stat(path)).size / 1e6, unit: "MB" });
};
