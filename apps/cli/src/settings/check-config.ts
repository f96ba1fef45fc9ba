import { EventStoreError } from "@openclaw/event-schema";
import { findConfig } from "../store/find-config.ts";
import { print, printJson } from "../terminal/print.ts";

/**
 * Says whether the settings of a file are right.
 *
 * @throws EventStoreError `INVALID_CONFIG`, naming each setting that is wrong, also where there is none
 */
export async function checkConfig(
  file: string | undefined,
  flags: { readonly json?: true | undefined },
): Promise<void> {
  const { path } = await findConfig(file, process.env);
  if (path === undefined)
    throw new EventStoreError(
      "INVALID_CONFIG",
      "no file has settings of the event store: write them under gateway.eventStore in a config.yml, or under plugins.entries.event-store.config in openclaw.json",
    );
  if (flags.json) printJson({ path, valid: true });
  else print(`the settings in ${path} are right`);
}
