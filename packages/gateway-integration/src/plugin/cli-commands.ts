import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { OpenClawPluginApi } from "./openclaw-api.ts";

const description = "Query, watch and manage the recorded events";

/** `openclaw events …` hands everything to the `openclaw-events` command. */
export function registerCliCommands(api: OpenClawPluginApi): void {
  api.registerCli(
    ({ program }) => {
      program
        .command("events")
        .description(`${description} (runs openclaw-events)`)
        .argument("[arguments...]", "what openclaw-events takes; --help lists it")
        .allowUnknownOption(true)
        .helpOption(false)
        .action(async (given) => {
          process.exitCode = await forward(Array.isArray(given) ? given.map(String) : []);
        });
    },
    { descriptors: [{ name: "events", description, hasSubcommands: true }] },
  );
}

/** Runs the command line of the event store, from beside this plugin or from the PATH. */
async function forward(given: readonly string[]): Promise<number> {
  const beside = join(import.meta.dirname, "../../../.bin");
  const env = { ...process.env, PATH: [beside, process.env["PATH"]].join(":") };
  const child = spawn("openclaw-events", given, { stdio: "inherit", env });
  try {
    const [code] = await once(child, "exit");
    return typeof code === "number" ? code : 1;
  } catch {
    process.stderr.write(
      "openclaw-events is not installed: npm install --global openclaw-events\n",
    );
    return 127;
  }
}
