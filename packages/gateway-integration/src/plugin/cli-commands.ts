import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { OpenClawPluginApi } from "./openclaw-api.ts";

const description = "Query, watch and manage the recorded events";

/** `openclaw events …` hands everything to the commands of `openclaw-events`. */
export function registerCliCommands(api: OpenClawPluginApi): void {
  const { rootDir = "." } = api;
  api.registerCli(
    ({ program }) => {
      program
        .command("events")
        .description(`${description} (runs openclaw-events)`)
        .argument("[arguments...]", "what openclaw-events takes; --help lists it")
        .allowUnknownOption(true)
        .helpOption(false)
        .action(async (given) => {
          // What the gateway has loaded by now would keep this process running.
          process.exit(await forward(rootDir, Array.isArray(given) ? given.map(String) : []));
        });
    },
    { descriptors: [{ name: "events", description, hasSubcommands: true }] },
  );
}

/** Runs the command line that was built into the package; the gateway runs a copy of this file alone. */
async function forward(rootDir: string, given: readonly string[]): Promise<number> {
  const command = join(rootDir, "dist/plugin/openclaw-events.js");
  const child = spawn(process.execPath, [command, ...given], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  return typeof code === "number" ? code : 1;
}
