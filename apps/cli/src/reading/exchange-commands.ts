import { Option, type Command } from "@commander-js/extra-typings";
import { list, storeCommand, visibilityOption, withExamples } from "../options.ts";

const formats = ["ndjson", "markdown", "cloudevents", "training"] as const;

/** `export` and `import`. */
export function addExchangeCommands(program: Command): void {
  withExamples(
    storeCommand(program, "export")
      .description("Write events as text, to the terminal or a file")
      .addOption(
        new Option(
          "--format <format>",
          "training: chat lines for fine-tuning, with signals of quality",
        )
          .choices(formats)
          .default("ndjson" as const),
      )
      .option("--out <file>", "a new file instead of the terminal")
      .option("--agent <id>", "of this agent (repeatable)", list)
      .option("--reader <id>", "ask as this agent: its events, and what others share with it")
      .option("--session <key>", "of this session; * stands for any characters")
      .option("--type <type>", "of this type or family, such as conversation.* (repeatable)", list)
      .addOption(visibilityOption)
      .option("--since <time>", "from then on: 2h, 3d, yesterday, 2026-11-22, an ISO time")
      .option("--until <time>", "before then")
      .action(async (flags) => (await import("./export.ts")).exportEvents(flags)),
    [
      "openclaw-events export --out events.ndjson",
      "openclaw-events export --format markdown --session agent:main:main",
    ],
  );
  withExamples(
    storeCommand(program, "import")
      .description("Store the events of an export that the store does not have yet")
      .argument("<file>", "what `export` wrote as ndjson; - for standard input")
      .action(async (file, flags) => (await import("./import.ts")).importEvents(file, flags)),
    ["openclaw-events import events.ndjson"],
  );
}
