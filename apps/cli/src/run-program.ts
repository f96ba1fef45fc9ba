import { CommanderError, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { exitCode } from "./exit-code.ts";

/** Runs a program, which throws instead of exiting, with the arguments of this process, and sets the code it ends with. */
export async function runProgram(program: CommandUnknownOpts): Promise<void> {
  // Lists of processes show it in place of the arguments, which may hold a URL with a password.
  process.title = program.name();
  // A reader such as `head` may leave before everything is written.
  process.stdout.on("error", () => process.exit());
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = await codeFor(error);
  }
}

async function codeFor(error: unknown): Promise<number> {
  // Commander has said it already; help and version come this way, too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  const { reportFailure } = await import("./failure.ts");
  return reportFailure(error);
}
