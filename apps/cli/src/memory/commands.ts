import type { Command } from "@commander-js/extra-typings";
import { positiveInteger, storeCommand, withExamples } from "../options.ts";

const workspaceHelp = "directory (default: as the gateway has it for the agent)";
const reportHelp = "write what was found and done to a file, as JSON";
const transcriptsHelp = "also the transcripts of its sessions in the state directory";

/** `context`, `migrate`, `migrate-stream`, `verify`, `rollback` and `forget`: what agents remember. */
export function addMemoryCommands(program: Command): void {
  program.commandsGroup("Memory:");
  const context = storeCommand(program, "context")
    .description("Print the block of memory that a new session of an agent would get")
    .option("--agent <id>", "whose memory", "main")
    .option("--session <key>", "key of the session (default: a new one)")
    .option("--prompt <text>", "the first thing said in it")
    .option(
      "--budget <tokens>",
      "the block's most tokens (default: as in the settings)",
      positiveInteger,
    )
    .option("--why", "show what the block is made of, best first");
  withExamples(
    context.action(async (flags) => (await import("./context.ts")).context(flags)),
    ["openclaw-events context", 'openclaw-events context --prompt "Where were we?" --why'],
  );
  withExamples(
    storeCommand(program, "migrate")
      .description(
        "Import the memory files of a workspace: daily notes, long-term memory, knowledge",
      )
      .argument("[workspace]", workspaceHelp)
      .option("--agent <id>", "whose memory it is", "main")
      .option("--transcripts", transcriptsHelp)
      .option("--dry-run", "show what would be imported; needs no server")
      .option("--report <file>", reportHelp)
      .action(async (workspace, flags) => (await import("./migrate.ts")).migrate(workspace, flags)),
    ["openclaw-events migrate --dry-run", "openclaw-events migrate ~/.openclaw/workspace"],
  );
  withExamples(
    storeCommand(program, "migrate-stream")
      .description(
        "Import what an older event store left in a stream: OpenClaw PR #7358, @vainplex/nats-eventstore",
      )
      .argument("<stream>", "its name; it is left as it is")
      .option("--report <file>", reportHelp)
      .action(async (stream, flags) =>
        (await import("./migrate-stream.ts")).migrateStream(stream, flags),
      ),
    ["openclaw-events migrate-stream openclaw-events"],
  );
  withExamples(
    storeCommand(program, "verify")
      .description("Compare memory files with what is stored of them, byte by byte")
      .argument("[workspace]", workspaceHelp)
      .option("--agent <id>", "whose memory it is", "main")
      .option("--transcripts", transcriptsHelp)
      .action(async (workspace, flags) => (await import("./verify.ts")).verify(workspace, flags)),
    ["openclaw-events verify"],
  );
  withExamples(
    storeCommand(program, "rollback")
      .description("Remove exactly what an import has added")
      .argument("<import>", "its id, as `migrate` printed it")
      .option("--agent <id>", "whose memory it is (default: looked for in all)")
      .action(async (importId, flags) => (await import("./rollback.ts")).rollback(importId, flags)),
    ["openclaw-events rollback 94f09e68d9f2cb6a6c2e43bb9c2f1a5e"],
  );
  withExamples(
    storeCommand(program, "forget")
      .description("Remove events for good: from streams, outboxes and memory")
      .option("--session <key>", "all of a session, with its sub-agents")
      .option("--agent <id>", "all of an agent")
      .option("--sender <id>", "what somebody wrote, by id or name, and the runs it began")
      .option("--since <time>", "not what happened before")
      .option("--until <time>", "not what happened from then on (default: now)")
      .option("--yes", "do it; otherwise only tell how many events it would be")
      .action(async (flags) => (await import("./forget.ts")).forget(flags)),
    [
      "openclaw-events forget --session agent:main:telegram:direct:42",
      "openclaw-events forget --sender 42 --since 2026-11-01 --yes",
    ],
  );
}
