import { eventStoreConfigSchema } from "@openclaw/event-schema/config";
import { queryToolName } from "@openclaw/event-schema/transcript";
import { z } from "zod";

/** What `openclaw.plugin.json` says: the gateway reads it before any code of the plugin. */
export function createManifest(): object {
  const { $schema: _, ...configSchema } = z.toJSONSchema(eventStoreConfigSchema, { io: "input" });
  return {
    id: "event-store",
    name: "Event Store",
    description:
      "Keeps every agent event in NATS JetStream and gives new sessions the memory of earlier ones",
    categories: ["memory"],
    activation: { onStartup: true },
    doctorContract: { configRepair: true },
    contracts: { tools: [queryToolName] },
    cliCommands: [
      {
        name: "events",
        description: "Query, watch and manage the recorded events",
        hasSubcommands: true,
      },
    ],
    commandAliases: [{ name: "eventstatus", kind: "runtime-slash", cliCommand: "events" }],
    backupResources: [{ disposition: "include", scope: "state", relativePath: "event-store" }],
    uiHints: {
      url: {
        label: "NATS URL",
        placeholder: "nats://user:password@host:4222",
        help: "Empty: the plugin runs a nats-server of its own",
        sensitive: true,
      },
      credentials: { label: "Credentials file", advanced: true },
      inboxPrefix: { label: "Prefix of replies", advanced: true },
      tls: { label: "TLS files", advanced: true },
      streamName: { label: "Stream" },
      subjectPrefix: { label: "Subject prefix", advanced: true },
      agents: { label: "Stores of single agents", advanced: true },
      "agents.*.url": { label: "NATS URL of the agent", sensitive: true },
      retention: { label: "Retention" },
      stream: { label: "How streams are kept", advanced: true },
      context: { label: "Context in prompts" },
      outbox: { label: "Outbox", advanced: true },
      exclude: { label: "Never recorded", advanced: true },
      redaction: { label: "Taken out before storing", advanced: true },
    },
    configContracts: {
      compatibilityMigrationPaths: ["gateway.eventStore"],
      secretInputs: {
        paths: [
          { path: "url", expected: "string" },
          { path: "agents.*.url", expected: "string", ownerKind: "route" },
        ],
      },
    },
    configSchema,
  };
}
