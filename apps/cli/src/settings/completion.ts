import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { print } from "../terminal/print.ts";

/** What may follow some words of a command line. */
interface Place {
  /** The commands typed so far, without the program's name. */
  readonly path: readonly string[];
  readonly words: readonly { readonly word: string; readonly help: string }[];
}

/** Prints a script that lets a shell complete commands and options. */
export function completion(shell: "bash" | "zsh" | "fish", program: CommandUnknownOpts): void {
  const places = placesOf(program, []);
  print(shell === "fish" ? fishScript(places) : bashScript(places, shell));
}

function placesOf(command: CommandUnknownOpts, path: readonly string[]): readonly Place[] {
  const commands = command.commands.map((each) => ({
    word: each.name(),
    help: each.description(),
  }));
  const options = command.options
    .filter((option) => option.long !== undefined)
    .map((option) => ({ word: option.long ?? "", help: option.description }));
  const words = [...commands, ...options, { word: "--help", help: "display help" }];
  return [
    { path, words },
    ...command.commands.flatMap((each) => placesOf(each, [...path, each.name()])),
  ];
}

/** The longest path that was typed decides; zsh runs the same script by its `bashcompinit`. */
function bashScript(places: readonly Place[], shell: "bash" | "zsh"): string {
  const cases = places
    .toSorted((a, b) => b.path.length - a.path.length)
    .map(({ path, words }) => {
      const typed = ["openclaw-events", ...path].join(" ");
      return `    "${typed} "*) words="${words.map(({ word }) => word).join(" ")}" ;;`;
    });
  return [
    ...(shell === "zsh"
      ? ["autoload -U +X compinit && compinit", "autoload -U +X bashcompinit && bashcompinit"]
      : []),
    "_openclaw_events() {",
    '  local words="" cur="${COMP_WORDS[COMP_CWORD]}"',
    '  case "${COMP_WORDS[*]:0:COMP_CWORD} " in',
    ...cases,
    "  esac",
    '  COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    "}",
    "complete -o default -F _openclaw_events openclaw-events",
  ].join("\n");
}

function fishScript(places: readonly Place[]): string {
  return places
    .flatMap(({ path, words }) =>
      words.map(({ word, help }) => {
        const condition =
          path.length === 0
            ? "__fish_use_subcommand"
            : path.map((each) => `__fish_seen_subcommand_from ${each}`).join("; and ");
        const what = word.startsWith("--") ? `-l ${word.slice(2)}` : `-f -a ${word}`;
        return `complete -c openclaw-events -n '${condition}' ${what} -d '${help.replaceAll("'", "")}'`;
      }),
    )
    .join("\n");
}
