import type { Command } from "@commander-js/extra-typings";
import {
  aboveZero,
  list,
  positiveInteger,
  storeCommand,
  visibilityOption,
  withExamples,
} from "../options.ts";
import { addExchangeCommands } from "./exchange-commands.ts";

const help = {
  agent: "of this agent (repeatable)",
  session: "of this session; * stands for any characters",
  type: "of this type or family, such as conversation.* (repeatable)",
  since: "from then on: 2h, 3d, yesterday, 2026-11-22, an ISO time",
  until: "before then",
  text: "with this in the message text",
  tool: "calls and results of this tool",
  reader: "ask as this agent: its events, and the public ones that others share with it",
};

/** The commands that look at stored events. */
export function addReadingCommands(program: Command): void {
  program.commandsGroup("Events:");
  addEventCommands(program);
  addSummaryCommands(program);
  addSessionCommands(program);
  addExchangeCommands(program);
}

function addEventCommands(program: Command): void {
  withExamples(
    storeCommand(program, "query")
      .description("Print the latest events that pass the filter, oldest first")
      .option("--agent <id>", help.agent, list)
      .option("--reader <id>", help.reader)
      .option("--session <key>", help.session)
      .option("--type <type>", help.type, list)
      .option("--run <id>", "of this run")
      .option("--tool <name>", help.tool)
      .option("--text <text>", help.text)
      .addOption(visibilityOption)
      .option("--since <time>", help.since)
      .option("--until <time>", help.until)
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
      .option("--agent <id>", help.agent, list)
      .option("--reader <id>", help.reader)
      .option("--session <key>", help.session)
      .option("--type <type>", help.type, list)
      .option("--tool <name>", help.tool)
      .option("--text <text>", help.text)
      .addOption(visibilityOption)
      .action(async (flags) => (await import("./tail.ts")).tail(flags)),
    ["openclaw-events tail", 'openclaw-events tail --lines 3 --type "conversation.*" --json'],
  );
  withExamples(
    storeCommand(program, "show")
      .description("Print one event with all it holds")
      .argument("<id>", "its id, or the first characters of it")
      .option("--agent <id>", "of this agent; finds it faster", list)
      .option("--reader <id>", help.reader)
      .action(async (id, flags) => (await import("./show.ts")).show(id, flags)),
    ["openclaw-events show 94f09e68"],
  );
}

function addSummaryCommands(program: Command): void {
  withExamples(
    storeCommand(program, "sessions")
      .description("Print the sessions, the latest first")
      .option("--agent <id>", help.agent, list)
      .option("--reader <id>", help.reader)
      .option("--session <key>", help.session)
      .option("--since <time>", help.since)
      .option("--until <time>", help.until)
      .option("--limit <count>", "at most this many", positiveInteger, 50)
      .action(async (flags) => (await import("./sessions.ts")).sessions(flags)),
    ["openclaw-events sessions --since 7d", "openclaw-events sessions --agent main --json"],
  );
  withExamples(
    storeCommand(program, "stats")
      .description("Count events by agent, type and day, and tell how tools fared")
      .option("--agent <id>", help.agent, list)
      .option("--reader <id>", help.reader)
      .option("--session <key>", help.session)
      .option("--type <type>", help.type, list)
      .option("--since <time>", help.since)
      .option("--until <time>", help.until)
      .action(async (flags) => (await import("./stats.ts")).stats(flags)),
    ["openclaw-events stats --since 30d"],
  );
  withExamples(
    storeCommand(program, "gaps")
      .description("Print which events are known to be lost, and why")
      .option("--agent <id>", help.agent, list)
      .option("--since <time>", "told from then on")
      .action(async (flags) => (await import("./gaps.ts")).gaps(flags)),
    ["openclaw-events gaps --since 7d"],
  );
}

function addSessionCommands(program: Command): void {
  withExamples(
    storeCommand(program, "tree")
      .description("Print runs with their tool calls and the runs of their sub-agents")
      .argument("[run]", "only this run (default: all that pass the filter)")
      .option("--agent <id>", help.agent, list)
      .option("--reader <id>", help.reader)
      .option("--session <key>", help.session)
      .option("--since <time>", help.since)
      .option("--until <time>", help.until)
      .action(async (run, flags) => (await import("./tree.ts")).tree(run, flags)),
    ["openclaw-events tree --since 1d"],
  );
  withExamples(
    storeCommand(program, "diff")
      .description("Compare two runs: the steps of both, and those that only one of them took")
      .argument("<first>", "id of a run, as `tree` prints it")
      .argument("<second>", "id of the other one")
      .option("--agent <id>", help.agent, list)
      .option("--reader <id>", help.reader)
      .action(async (first, second, flags) =>
        (await import("./diff.ts")).diff(first, second, flags),
      ),
    ["openclaw-events diff run-1 run-2"],
  );
  withExamples(
    storeCommand(program, "replay")
      .description("Print the events of a session in their order, up to a moment")
      .argument("<session>", "session key")
      .option("--reader <id>", help.reader)
      .option("--until <time>", "the last moment, or the last sequence")
      .option(
        "--speed <factor>",
        "keep the pauses, this many times as fast (default: at once)",
        aboveZero,
      )
      .option("--conversation", "print what the model saw at that moment instead")
      .action(async (session, flags) => (await import("./replay.ts")).replay(session, flags)),
    [
      "openclaw-events replay agent:main:main",
      "openclaw-events replay agent:main:main --conversation --until 2",
    ],
  );
}
