import {
  InvalidArgumentError,
  Option,
  type Command,
  type CommandUnknownOpts,
  type HelpConfiguration,
} from "@commander-js/extra-typings";
import type { Visibility } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";

/**
 * Where a command finds the store; what is not given is looked up, see `locateServer`. A type, since
 * commander wants an index signature, which interfaces lack.
 */
export type StoreFlags = {
  readonly url?: string | undefined;
  readonly creds?: string | undefined;
  readonly context?: string | undefined;
  readonly config?: string | undefined;
  readonly dir?: string | undefined;
  readonly json?: true | undefined;
  /** The agent that asks; otherwise the operator does. */
  readonly reader?: string | undefined;
  /** What stands in for settings of the config file. */
  readonly settings?: Partial<EventStoreConfig> | undefined;
};

const visibilities = ["internal", "public"] as const satisfies readonly Visibility[];

/** Whether other agents may be let read an event. */
export const visibilityOption = new Option(
  "--visibility <visibility>",
  "public: what agents may share with others",
).choices(visibilities);

const generalOptions = "General options:";

/** A command that works on the store. */
export function storeCommand(program: Command, name: string): Command<[], StoreFlags> {
  return program
    .command(name)
    .optionsGroup(generalOptions)
    .option("--url <url>", "NATS URL without a password, such as nats://localhost:4222")
    .option("--creds <file>", "NATS credentials file")
    .option("--context <name>", "context of the nats command line")
    .option("--config <file>", "config.yml or openclaw.json")
    .option("--dir <directory>", "directory of an embedded server")
    .option("--json", "print JSON")
    .optionsGroup("Options:");
}

/** Help names what is special to a command first. */
export const helpConfiguration: HelpConfiguration = {
  groupItems(_, visible, groupOf) {
    const names = new Set(visible.map(groupOf));
    if (names.delete(generalOptions)) names.add(generalOptions);
    return new Map(
      [...names].map((name) => [name, visible.filter((item) => groupOf(item) === name)]),
    );
  },
};

/** Adds examples to the help of a command; the tests run each of them. */
export function withExamples(command: CommandUnknownOpts, examples: readonly string[]): void {
  const lines = examples.map((example) => `  $ ${example}`);
  command.addHelpText("after", ["", "Examples:", ...lines].join("\n"));
}

/** Collects an option that may be given several times or hold values separated by commas. */
export function list(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, ...value.split(",")];
}

export function positiveInteger(value: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("It has to be a whole number above 0.");
}

export function aboveZero(value: string): number {
  const parsed = Number(value);
  if (value.trim() !== "" && parsed > 0) return parsed;
  throw new InvalidArgumentError("It has to be a number above 0.");
}

export function port(value: string): number {
  const number = positiveInteger(value);
  if (number < 65_536) return number;
  throw new InvalidArgumentError("A port is at most 65535.");
}
