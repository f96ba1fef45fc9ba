#!/usr/bin/env node
import { Command } from "@commander-js/extra-typings";
import { migrate } from "./memory/migrate.ts";
import { runProgram } from "./run-program.ts";

/* Takes the options of the script of this name that OpenClaw PR #7358 brought, for those who know them. */

await runProgram(
  new Command("migrate-to-eventstore")
    .description("Import the memory files of a workspace, as `openclaw-events migrate` does")
    .exitOverride()
    .option("--nats-url <url>", "NATS URL (default: as `openclaw-events` finds it)")
    .option("--stream <name>", "stream to write to (default: as in the settings)")
    .option("--prefix <prefix>", "prefix of its subjects (default: as in the settings)")
    .option("--workspace <directory>", "whose memory files to import", process.cwd())
    .option("--agent <id>", "whose memory it is", "main")
    .option("--dry-run", "show what would be imported; needs no server")
    .action(async ({ natsUrl, stream, prefix, workspace, ...flags }) => {
      // The only place for a URL with a password, which `--url` refuses.
      if (natsUrl !== undefined)
        Object.assign(process.env, { NATS_URL: natsUrl, NATS_CONTEXT: "" });
      const settings = {
        ...(stream !== undefined && { streamName: stream, agents: {} }),
        ...(prefix !== undefined && { subjectPrefix: prefix, agents: {} }),
      };
      await migrate(workspace, { ...flags, settings });
    }),
);
