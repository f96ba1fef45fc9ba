import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { createProgram } from "../../src/program.ts";
import { splitShellWords } from "../shell-words.ts";

/** Whether a line such as `openclaw-events stream info --json` names a command and options that exist. */
export function isCommandLine(line: string): boolean {
  const [, ...words] = splitShellWords(line);
  let command: CommandUnknownOpts = createProgram();
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word);
    if (next !== undefined) command = next;
    else if (command.commands.length > 0) return word.startsWith("--") || word === "…";
    else if (word.startsWith("-") && !hasOption(command, word)) return false;
  }
  return true;
}

function hasOption({ options }: CommandUnknownOpts, word: string): boolean {
  return (
    ["--help", "-"].includes(word) ||
    options.some(({ long, short }) => [long, short].includes(word))
  );
}
