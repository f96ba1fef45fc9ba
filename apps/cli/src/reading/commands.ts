import type { Command } from "@commander-js/extra-typings";
import { list, positiveInteger, storeCommand, withExamples } from "../options.ts";

/** `query`: looking at stored events. */
export function addReadingCommands(program: Command): void {
  program.commandsGroup("Events:");
  const query = storeCommand(program, "query")
    .description("Print the latest events that pass the filter, oldest first")
    .option("--agent <id>", "of this agent (repeatable)", list)
    .option("--session <key>", "of this session; * stands for any characters")
    .option("--type <type>", "of this type or family, such as conversation.* (repeatable)", list)
    .option("--run <id>", "of this run")
    .option("--tool <name>", "calls and results of this tool")
    .option("--text <text>", "with this in the message text")
    .option("--since <time>", "from then on: 2h, 3d, yesterday, 2026-11-22, an ISO time")
    .option("--until <time>", "before then")
    .option("--limit <count>", "at most this many", positiveInteger, 50);
  withExamples(
    query.action(async (flags) => (await import("./query.ts")).query(flags)),
    [
      "openclaw-events query --since 2h",
      'openclaw-events query --agent main --type "conversation.message.*" --limit 10',
      "openclaw-events query --tool exec --since yesterday --json",
    ],
  );
}
