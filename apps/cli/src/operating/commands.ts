import type { Command } from "@commander-js/extra-typings";
import { storeCommand, withExamples } from "../options.ts";

/** `stream ensure` and `stream info`. */
export function addOperatingCommands(program: Command): void {
  program.commandsGroup("Operating:");
  const stream = program.command("stream").description("Look at the streams and set them up");
  withExamples(
    storeCommand(stream, "info")
      .description("Print what each stream of the settings holds and keeps")
      .action(async (flags) => (await import("./stream-info.ts")).streamInfo(flags)),
    ["openclaw-events stream info"],
  );
  withExamples(
    storeCommand(stream, "ensure")
      .description("Create the streams of the settings that are missing")
      .option("--update", "also make the others what the settings say")
      .option("--allow-shrink", "even where a stream would then keep less, and delete events")
      .action(async (flags) => (await import("./stream-ensure.ts")).streamEnsure(flags)),
    ["openclaw-events stream ensure --update"],
  );
}
