import type { CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import { exitCode, exitMeaning } from "../../../src/exit-code.ts";
import { allCommands, examplesOf, nameOf } from "../help-examples.ts";
import { code, heading, markdownTable } from "./table.ts";

type Entry = readonly [name: string, meaning: string];

const environment: readonly Entry[] = [
  ["NATS_CONTEXT", "context of the `nats` command line; wins over `NATS_URL`"],
  ["NATS_URL", "URL of the server, with or without user and password"],
  ["NATS_USER", "user, or the token where no password is set"],
  ["NATS_PASSWORD", "password"],
  ["NATS_CREDS", "credentials file"],
  ["NATS_NKEY", "nkey seed file"],
  ["NATS_CA", "file of the certificate authority, for TLS"],
  ["NATS_CERT", "file of the client's certificate"],
  ["NATS_KEY", "file of its key"],
  ["OPENCLAW_CONFIG_PATH", "file with the settings, as `--config`"],
  ["OPENCLAW_STATE_DIR", "state directory of the gateway; `~/.openclaw` where not set"],
  ["XDG_CONFIG_HOME", "where contexts of the `nats` command line lie; `~/.config` where not set"],
  ["NATS_SERVER_BIN", "the nats-server that `up` runs, instead of one it finds or fetches"],
  ["NATS_SERVER_CACHE", "where a fetched nats-server is kept"],
  ["NATS_SERVER_DOWNLOAD", "`0` keeps `up` from fetching one"],
  ["NO_COLOR", "no colours, also on a terminal"],
];

/** Names of the environment variables that the reference explains. */
export const explainedVariables = environment.map(([name]) => name);

/** All commands with their options, exit codes and environment variables. */
export function cliReference(): string {
  const commands = allCommands();
  return [
    heading("Command line", "the help of `openclaw-events`"),
    "",
    "`openclaw-events` works on the store that its flags name, else the environment, else a config file",
    "(`./config.yml`, then `config.yml` and `openclaw.json` in the state directory), else the embedded server",
    "that is up. With `--json` every command prints JSON whose [shapes](json.md) stay as they are.",
    "",
    "Times are `2h`, `3d`, `yesterday`, `2026-11-22` or an ISO time. Passwords are taken from the environment,",
    "from files and from contexts, never from a flag, which everybody on the machine could see.",
    "",
    ...commands.flatMap(describe),
    "## General options",
    "",
    "Of every command that works on the store:",
    "",
    optionTable(generalOptions(commands)),
    "",
    "## Exit codes",
    "",
    markdownTable(
      ["code", "meaning"],
      Object.entries(exitMeaning).map(([name, meaning]) => [
        String(Object.entries(exitCode).find(([each]) => each === name)?.[1]),
        meaning,
      ]),
    ),
    "",
    "## Environment",
    "",
    markdownTable(
      ["variable", "effect"],
      environment.map(([name, effect]) => [code(name), effect]),
    ),
    "",
  ].join("\n");
}

const general = "General options:";

function generalOptions(commands: readonly CommandUnknownOpts[]): readonly Option[] {
  const store = commands.find((each) => each.options.some(isGeneral));
  return store?.options.filter(isGeneral) ?? [];
}

function isGeneral({ helpGroupHeading }: Option): boolean {
  return helpGroupHeading === general;
}

function describe(command: CommandUnknownOpts): readonly string[] {
  const own = command.options.filter((option) => !isGeneral(option));
  const { registeredArguments } = command;
  return [
    `## ${nameOf(command)}`,
    "",
    `${command.description()}.`,
    "",
    ...(registeredArguments.length > 0
      ? [
          markdownTable(
            ["argument", "meaning"],
            registeredArguments.map((each) => [
              code(each.required ? `<${each.name()}>` : `[${each.name()}]`),
              each.argChoices?.map(code).join(", ") ?? each.description,
            ]),
          ),
          "",
        ]
      : []),
    ...(own.length > 0 ? [optionTable(own), ""] : []),
    "```text",
    ...examplesOf(command),
    "```",
    "",
  ];
}

function optionTable(options: readonly Option[]): string {
  return markdownTable(
    ["option", "effect", "default"],
    options.map(({ flags, description, argChoices, defaultValue }) => [
      code(flags),
      [description, argChoices && `one of ${argChoices.map(code).join(", ")}`]
        .filter(Boolean)
        .join("; "),
      code(defaultValue === undefined ? "" : String(defaultValue)),
    ]),
  );
}
