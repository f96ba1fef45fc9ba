import assert from "node:assert/strict";
import { join } from "node:path";
import { connect } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import type { Bench } from "@openclaw/tooling/bench";
import { runProgram } from "@openclaw/tooling/run-program";
import { z } from "zod";
import { fillStream, type MadeUpStream } from "./made-up-streams.ts";

const program = join(import.meta.dirname, "exchange-once.ts");
const resultSchema = z.object({
  exportMs: z.number(),
  importMs: z.number(),
  imported: z.number(),
  peakMb: z.number(),
});

/**
 * Export to a file and import from it, each in a process of its own: of ten times as
 * many events it must not take twice the memory.
 */
export const bench: Bench = async (report) => {
  await using server = await startTestServer();
  await using connection = connect({ url: server.url });
  const small = await fillStream(connection, 100_000);
  const large = await fillStream(connection, 1_000_000);

  const run = async (
    { stream: STREAM, subjectPrefix: PREFIX }: MadeUpStream,
    FORMAT: string,
  ): Promise<z.infer<typeof resultSchema>> => {
    const env = { ...process.env, NATS_URL: server.url, STREAM, PREFIX, FORMAT };
    return resultSchema.parse(JSON.parse(await runProgram(program, env)));
  };

  for (const format of ["ndjson", "training"]) {
    const [few, many] = [await run(small, format), await run(large, format)];
    for (const [name, { size }, result] of [
      ["100k", small, few],
      ["1m", large, many],
    ] as const) {
      const perSecond = (ms: number): number => (size / ms) * 1000;
      report({
        case: `export-${format}@${name}`,
        value: perSecond(result.exportMs),
        unit: "events/s",
      });
      if (format === "ndjson") {
        assert.equal(result.imported, size);
        report({ case: `import@${name}`, value: perSecond(result.importMs), unit: "events/s" });
      }
      report({ case: `memory-${format}@${name}`, value: result.peakMb, unit: "MB" });
    }
    assert(many.peakMb < few.peakMb * 2, "memory grows with the stream");
  }
};
