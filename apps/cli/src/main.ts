#!/usr/bin/env node
import { createProgram } from "./program.ts";

// A reader such as `head` may leave before everything is written.
process.stdout.on("error", () => process.exit());

try {
  await createProgram().parseAsync();
} catch (error) {
  const { reportFailure } = await import("./failure.ts");
  process.exitCode = reportFailure(error);
}
