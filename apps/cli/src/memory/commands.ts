import type { Command } from "@commander-js/extra-typings";
import { positiveInteger, storeCommand, withExamples } from "../options.ts";

/** `context` and `migrate`: what agents remember. */
export function addMemoryCommands(program: Command): void {
  program.commandsGroup("Memory:");
  const context = storeCommand(program, "context")
    .description("Print the block of memory that a new session of an agent would get")
    .option("--agent <id>", "whose memory", "main")
    .option("--session <key>", "key of the session (default: a new one)")
    .option("--prompt <text>", "the first thing said in it")
    .option(
      "--budget <tokens>",
      "the block's most tokens (default: as in the settings)",
      positiveInteger,
    )
    .option("--why", "show what the block is made of, best first");
  withExamples(
    context.action(async (flags) => (await import("./context.ts")).context(flags)),
    ["openclaw-events context", 'openclaw-events context --prompt "Where were we?" --why'],
  );
  const migrate = storeCommand(program, "migrate")
    .description("Import the memory files of a workspace: daily notes, long-term memory, knowledge")
    .argument("[workspace]", "directory (default: workspace in the state directory)")
    .option("--agent <id>", "whose memory it is", "main")
    .option("--dry-run", "show what would be imported; needs no server");
  withExamples(
    migrate.action(async (workspace, flags) =>
      (await import("./migrate.ts")).migrate(workspace, flags),
    ),
    ["openclaw-events migrate --dry-run", "openclaw-events migrate ~/.openclaw/workspace"],
  );
}
