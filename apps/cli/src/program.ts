import { Command } from "@commander-js/extra-typings";
import packageJson from "../package.json" with { type: "json" };
import { addIsolationCommands } from "./isolation/commands.ts";
import { addMemoryCommands } from "./memory/commands.ts";
import { addOperatingCommands } from "./operating/commands.ts";
import { helpConfiguration } from "./options.ts";
import { addReadingCommands } from "./reading/commands.ts";
import { addServerCommands } from "./server/commands.ts";
import { addSettingsCommands } from "./settings/commands.ts";

/**
 * All commands with their options. Only what help needs is loaded here; what a command does is imported
 * when it runs.
 */
export function createProgram(): Command {
  const program = new Command("openclaw-events")
    .description("Look into and operate the event store of the OpenClaw gateway")
    .version(packageJson.version)
    .showHelpAfterError("(add --help for the options and examples)")
    .helpCommand(false)
    .configureHelp(helpConfiguration)
    .exitOverride();
  addServerCommands(program);
  addReadingCommands(program);
  addMemoryCommands(program);
  addOperatingCommands(program);
  addIsolationCommands(program);
  addSettingsCommands(program);
  return program;
}
