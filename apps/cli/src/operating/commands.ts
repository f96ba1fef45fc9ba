import type { Command } from "@commander-js/extra-typings";
import { port, positiveInteger, storeCommand, withExamples } from "../options.ts";

/** `stream`, `followers`, `doctor`, `backup`, `restore` and `metrics`. */
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
  withExamples(
    storeCommand(program, "followers")
      .description("Print how far durable followers are, and the events they could not handle")
      .argument("[name]", "print the events that this one has parked instead")
      .option("--requeue", "have all its parked events handled once more")
      .action(async (name, flags) => (await import("./followers.ts")).followers(name, flags)),
    ["openclaw-events followers", "openclaw-events followers indexer --requeue"],
  );
  withExamples(
    storeCommand(program, "backup")
      .description("Write the streams of the settings to a directory, while events flow")
      .argument("<directory>", "a new one; each stream gets a directory in it")
      .option("--agent <id>", "only the events of this agent")
      .action(async (directory, flags) => (await import("./backup.ts")).backup(directory, flags)),
    [
      "openclaw-events backup /tmp/events-backup",
      "openclaw-events backup /tmp/main-backup --agent main",
    ],
  );
  withExamples(
    storeCommand(program, "restore")
      .description("Make streams of a backup, and compare them with it")
      .argument("<directory>", "what `backup` wrote, or one stream in it")
      .option("--as <stream>", "name of the new stream, where it is one")
      .option(
        "--replicas <count>",
        "how many servers hold it (default: as before)",
        positiveInteger,
      )
      .option("--check", "only check that the backup is whole; needs no server")
      .action(async (directory, flags) => (await import("./restore.ts")).restore(directory, flags)),
    [
      "openclaw-events restore /tmp/events-backup --check",
      "openclaw-events restore /tmp/events-backup --as events-of-last-week",
    ],
  );
  withExamples(
    storeCommand(program, "doctor")
      .description(
        "Find what keeps events from arriving or memory from being given; changes nothing",
      )
      .action(async (flags) => (await import("../doctor/doctor.ts")).doctor(flags)),
    ["openclaw-events doctor", "openclaw-events doctor --json"],
  );
  withExamples(
    storeCommand(program, "metrics")
      .description("Print metrics for Prometheus, or serve them")
      .option("--listen <port>", "serve them at /metrics on this port of loopback", port)
      .action(async (flags) => (await import("../metrics/metrics.ts")).metrics(flags)),
    ["openclaw-events metrics"],
  );
}
