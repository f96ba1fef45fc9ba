import { Argument, type Command } from "@commander-js/extra-typings";
import { withExamples } from "../options.ts";

const configHelp = "config.yml or openclaw.json (default: the one that is found)";

/** `config` and `completion`. */
export function addSettingsCommands(program: Command): void {
  program.commandsGroup("Settings:");
  const config = program.command("config").description("Look at settings and convert them");
  withExamples(
    config
      .command("print")
      .description("Print all settings in force and where they stand, without their secrets")
      .option("--config <file>", configHelp)
      .option("--json", "print JSON")
      .action(async (flags) => (await import("./print-config.ts")).printConfig(flags)),
    ["openclaw-events config print"],
  );
  withExamples(
    config
      .command("check")
      .description("Check the settings of a file")
      .argument("[file]", configHelp)
      .option("--json", "print JSON")
      .action(async (file, flags) => (await import("./check-config.ts")).checkConfig(file, flags)),
    ["openclaw-events config check config.yml"],
  );
  withExamples(
    config
      .command("convert")
      .description("Turn the settings of a config.yml into those of an openclaw.json, or back")
      .argument("<file>", "where the settings stand")
      .option("--out <file>", "write them there with their secrets, readable by you only")
      .option("--json", "print JSON")
      .action(async (file, flags) =>
        (await import("./convert-config.ts")).convertConfig(file, flags),
      ),
    [
      "openclaw-events config convert config.yml",
      "openclaw-events config convert config.yml --out event-store.json",
    ],
  );
  withExamples(
    program
      .command("completion")
      .description("Print a script that lets a shell complete commands and options")
      .addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish"] as const))
      .action(async (shell) => (await import("./completion.ts")).completion(shell, program)),
    ["openclaw-events completion bash"],
  );
}
