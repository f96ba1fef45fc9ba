import { stringify } from "yaml";
import { findConfig } from "../store/find-config.ts";
import { print, printJson } from "../terminal/print.ts";
import { hideSecrets } from "./hide-secrets.ts";

export interface PrintConfigFlags {
  readonly config?: string | undefined;
  readonly json?: true | undefined;
}

/** Prints all settings in force, defaults included. */
export async function printConfig(flags: PrintConfigFlags): Promise<void> {
  const { config, path } = await findConfig(flags.config, process.env);
  const settings = hideSecrets(config);
  if (flags.json) printJson({ path: path ?? null, settings });
  else {
    print(`# ${path ?? "no file has settings: these are the defaults"}`);
    print(stringify({ gateway: { eventStore: settings } }).trimEnd());
  }
}
