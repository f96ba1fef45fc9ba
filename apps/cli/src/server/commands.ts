import type { Command } from "@commander-js/extra-typings";
import { port, positiveInteger, withExamples } from "../options.ts";

const dirHelp = "directory of the server (default: event-store/nats in the state directory)";

/** `up`, `down` and `logs`: the embedded server. */
export function addServerCommands(program: Command): void {
  program.commandsGroup("Server:");
  withExamples(
    program
      .command("up")
      .description("Run an embedded NATS server with the event store's stream until it is stopped")
      .option("--dir <directory>", dirHelp)
      .option(
        "--port <port>",
        "port on loopback (default: that of the last run, else a free one)",
        port,
      )
      .option("--config <file>", "config.yml or openclaw.json")
      .option("--metrics <port>", "serve Prometheus metrics on this port of loopback", port)
      .option("-d, --detach", "leave it running in the background")
      .option("--json", "print JSON")
      .action(async (flags) => (await import("./up.ts")).up(flags)),
    ["openclaw-events up --detach"],
  );
  withExamples(
    program
      .command("down")
      .description("Stop the embedded server that `up` runs")
      .option("--dir <directory>", dirHelp)
      .option("--json", "print JSON")
      .action(async (flags) => (await import("./down.ts")).down(flags)),
    ["openclaw-events down"],
  );
  withExamples(
    program
      .command("logs")
      .description("Show the log of the embedded server")
      .option("--dir <directory>", dirHelp)
      .option("-n, --lines <count>", "how many lines", positiveInteger, 20)
      .option("--json", "print JSON")
      .action(async (flags) => (await import("./logs.ts")).logs(flags)),
    ["openclaw-events logs --lines 50"],
  );
}
