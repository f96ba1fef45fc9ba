import type { Command } from "@commander-js/extra-typings";
import { list, withExamples } from "../options.ts";

const urlHelp = "NATS URL without a password";

/** `isolation`: agents that cannot reach one another's events. */
export function addIsolationCommands(program: Command): void {
  const isolation = program
    .command("isolation")
    .description("Keep agents from one another's events, and try whether they are");
  withExamples(
    isolation
      .command("generate")
      .description("Write a nats-server's configuration with an account for each agent")
      .argument("<directory>", "where to; keys that it has are kept")
      .option("--agent <ids>", "agents beside those of the settings", list)
      .option("--operator-mode", "accounts as JWTs signed by an operator, users as creds files")
      .option("--url <url>", `${urlHelp} that gateways are to use`)
      .option("--config <file>", "config.yml or openclaw.json (default: that of the directory)")
      .option("--json", "print JSON")
      .action(async (directory, flags) =>
        (await import("./generate.ts")).generate(directory, flags),
      ),
    ["openclaw-events isolation generate /tmp/nats --agent main,helper"],
  );
  withExamples(
    isolation
      .command("provision")
      .description("Create the streams that agents may use but not create, as administrators")
      .argument("<directory>", "what `generate` wrote")
      .option("--url <url>", `${urlHelp} (default: that of the directory's config.yml)`)
      .option("--json", "print JSON")
      .action(async (directory, flags) =>
        (await import("./provision.ts")).provision(directory, flags),
      ),
    ["openclaw-events isolation provision /tmp/nats"],
  );
  withExamples(
    isolation
      .command("test")
      .description(
        "Log in as each agent and try every known attack on another; changes nothing for good",
      )
      .argument(
        "[directory]",
        "what `generate` wrote; else the settings, whose default user has to be an administrator",
      )
      .option("--url <url>", `${urlHelp} (default: that of the settings)`)
      .option("--config <file>", "config.yml or openclaw.json")
      .option("--json", "print JSON")
      .action(async (directory, flags) => (await import("./test.ts")).testStores(directory, flags)),
    ["openclaw-events isolation test /tmp/nats"],
  );
}
