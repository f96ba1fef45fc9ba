#!/usr/bin/env node
import { CommanderError } from "@commander-js/extra-typings";
import { exitCode } from "./exit-code.ts";
import { createProgram } from "./program.ts";

// A reader such as `head` may leave before everything is written.
process.stdout.on("error", () => process.exit());

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = await codeFor(error);
}

async function codeFor(error: unknown): Promise<number> {
  // Commander has said it already; help and version come this way, too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  const { reportFailure } = await import("./failure.ts");
  return reportFailure(error);
}
