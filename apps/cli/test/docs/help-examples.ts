import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { createProgram } from "../../src/program.ts";

/** All commands that do something, those of groups included. */
export function allCommands(): readonly CommandUnknownOpts[] {
  return createProgram().commands.flatMap((each) =>
    each.commands.length > 0 ? each.commands : [each],
  );
}

/** The name of a command behind that of its group. */
export function nameOf(command: CommandUnknownOpts): string {
  const { parent } = command;
  return parent?.parent ? `${parent.name()} ${command.name()}` : command.name();
}

/** The examples that the help of a command ends with; `help.test.ts` runs each of them. */
export function examplesOf(command: CommandUnknownOpts): readonly string[] {
  let help = "";
  command.configureOutput({
    writeOut(text) {
      help += text;
    },
  });
  command.outputHelp();
  return [...help.matchAll(/^ {2}\$ (.*)$/gm)].map(([, line = ""]) => line);
}
