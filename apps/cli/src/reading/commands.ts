import type { Command } from "@commander-js/extra-typings";
import { list, positiveInteger, storeCommand, withExamples } from "../options.ts";

/** `query`, `tail`, `show` and `gaps`: looking at stored events. */
export function addReadingCommands(program: Command): void {
  program.commandsGroup("Events:");
  withExamples(
    storeCommand(program, "query")
      .description("Print the latest events that pass the filter, oldest first")
      .option("--agent <id>", "of this agent (repeatable)", list)
      .option("--session <key>", "of this session; * stands for any characters")
      .option("--type <type>", "of this type or family, such as conversation.* (repeatable)", list)
      .option("--run <id>", "of this run")
      .option("--tool <name>", "calls and results of this tool")
      .option("--text <text>", "with this in the message text")
      .option("--since <time>", "from then on: 2h, 3d, yesterday, 2026-11-22, an ISO time")
      .option("--until <time>", "before then")
      .option("--limit <count>", "at most this many", positiveInteger, 50)
      .option("--cursor <cursor>", "go on where the last page ended")
      .option("--first", "begin with the oldest events instead of the latest")
      .action(async (flags) => (await import("./query.ts")).query(flags)),
    [
      "openclaw-events query --since 2h",
      'openclaw-events query --agent main --type "conversation.message.*" --limit 10',
      "openclaw-events query --tool exec --since yesterday --json",
    ],
  );
  withExamples(
    storeCommand(program, "tail")
      .description("Print the last events, and with -f those to come until Ctrl-C")
      .option("-f, --follow", "go on with events as they are stored")
      .option("-n, --lines <count>", "how many of the last ones", positiveInteger, 10)
      .option("--agent <id>", "of this agent (repeatable)", list)
      .option("--session <key>", "of this session; * stands for any characters")
      .option("--type <type>", "of this type or family (repeatable)", list)
      .option("--tool <name>", "calls and results of this tool")
      .option("--text <text>", "with this in the message text")
      .action(async (flags) => (await import("./tail.ts")).tail(flags)),
    ["openclaw-events tail", 'openclaw-events tail --lines 3 --type "conversation.*" --json'],
  );
  withExamples(
    storeCommand(program, "show")
      .description("Print one event with all it holds")
      .argument("<id>", "its id, or the first characters of it")
      .option("--agent <id>", "of this agent; finds it faster", list)
      .action(async (id, flags) => (await import("./show.ts")).show(id, flags)),
    [],
  );
  withExamples(
    storeCommand(program, "gaps")
      .description("Print which events are known to be lost, and why")
      .option("--agent <id>", "of this agent (repeatable)", list)
      .option("--since <time>", "told from then on")
      .action(async (flags) => (await import("./gaps.ts")).gaps(flags)),
    ["openclaw-events gaps --since 7d"],
  );
}
