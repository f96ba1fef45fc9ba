import { z } from "zod";
import { EventStoreError } from "../errors.ts";
import { checkPlaces, storePlaces } from "./store-places.ts";

const subject = z
  .string()
  .regex(/^[^\s.*>]+(\.[^\s.*>]+)*$/, "a NATS subject without wildcards, such as openclaw.events");
const streamName = z
  .string()
  .regex(/^[^\s.*>/\\]+$/, "a NATS stream name: no spaces, dots, wildcards or slashes");

const regularExpression = z
  .string()
  .refine(
    isRegularExpression,
    "a regular expression; its first group, or all of it, is the secret",
  );

const context = {
  enabled: z.boolean().describe("Put memory into the system prompt"),
  budgetTokens: z.number().int().positive().describe("Upper bound of the block"),
  deadlineMs: z.number().int().positive().describe("Longest a turn waits for it"),
};

const credentials = z
  .string()
  .min(1)
  .optional()
  .describe("Path of a NATS credentials or nkey seed file, in place of a password in the URL");
const inboxPrefix = subject
  .optional()
  .describe("Prefix of reply subjects, where the user may use its own only");

const file = z.string().min(1).optional();
const tls = z
  .strictObject({
    ca: file.describe("Authority of the server's certificate, where the system does not know it"),
    cert: file.describe("Certificate of this gateway, where the server asks for one"),
    key: file.describe("Its key"),
  })
  .optional()
  .describe("Paths of PEM files for connections over TLS");

const agent = z.strictObject({
  url: z.string().optional().describe("NATS URL with the credentials of this agent"),
  credentials,
  inboxPrefix,
  streamName: streamName
    .optional()
    .describe(
      "Stream that holds this agent's events; events-<agent> where it has a store of its own",
    ),
  subjectPrefix: subject.optional().describe("Prefix of this agent's subjects"),
  readers: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Agents that may read this agent's public events; put in force by `isolation generate`",
    ),
  context: z.strictObject(context).partial().prefault({}).describe("Where this agent differs"),
});

/**
 * The settings of the event store, as written under `gateway.eventStore` in `config.yml` and under
 * `plugins.entries.event-store.config` in `openclaw.json`.
 */
export const eventStoreConfigSchema = z.strictObject({
  enabled: z.boolean().default(true).describe("Record events"),
  url: z
    .string()
    .optional()
    .describe("NATS URL, or several separated by commas; without one an embedded server is run"),
  credentials,
  inboxPrefix,
  tls,
  streamName: streamName.default("openclaw-events").describe("JetStream stream name"),
  subjectPrefix: subject.default("openclaw.events").describe("Prefix of all subjects"),
  agents: z.record(z.string().min(1), agent).default({}).describe("Stores of single agents"),
  retention: z
    .strictObject({
      maxAgeDays: z.number().nonnegative().default(90).describe("0 keeps events for ever"),
      maxBytes: z.number().int().positive().optional().describe("Size limit of a stream"),
    })
    .prefault({}),
  stream: z
    .strictObject({
      replicas: z.number().int().min(1).max(5).optional().describe("Copies in a cluster"),
      placement: z.array(z.string()).optional().describe("Tags of the servers that may hold it"),
      compress: z.boolean().optional().describe("Let the server compress it"),
      sealed: z
        .boolean()
        .optional()
        .describe("Nobody may delete or purge events, not even to forget; cannot be undone"),
    })
    .prefault({})
    .describe("How streams are kept; what is not set stays as it is"),
  context: z
    .strictObject({
      enabled: context.enabled.default(true),
      budgetTokens: context.budgetTokens.default(1000),
      deadlineMs: context.deadlineMs.default(300),
    })
    .prefault({}),
  outbox: z
    .strictObject({
      maxBytes: z
        .number()
        .int()
        .positive()
        .default(1024 ** 3)
        .describe("Size limit on disk"),
      whenFull: z
        .enum(["refuse-new", "drop-oldest"])
        .default("refuse-new")
        .describe("Which events give way; either is recorded as a gap"),
    })
    .prefault({})
    .describe("Where events wait for the server"),
  exclude: z
    .strictObject({
      sessions: z.array(z.string()).default([]).describe("Session keys; * stands for anything"),
      channels: z.array(z.string()).default([]).describe("Channels such as telegram"),
      types: z.array(z.string()).default([]).describe("Event types or families such as model.*"),
    })
    .prefault({})
    .describe("What is never recorded"),
  redaction: z
    .strictObject({
      enabled: z.boolean().default(true).describe("Replace secrets by markers"),
      patterns: z
        .record(z.string().regex(/^[\w-]+$/), regularExpression)
        .default({})
        .describe("Secrets beyond the known ones: what they are, and how to find them"),
      metadataOnly: z
        .array(z.string())
        .default([])
        .describe("Event types or families such as conversation.* of which no content is stored"),
    })
    .prefault({})
    .describe("What is taken out of events before they are stored"),
});

export type EventStoreConfig = z.infer<typeof eventStoreConfigSchema>;

/**
 * @throws {@link EventStoreError} `INVALID_CONFIG`, naming each setting that is wrong, or the stores whose
 * subjects overlap
 */
export function parseConfig(value: unknown): EventStoreConfig {
  const result = eventStoreConfigSchema.safeParse(value ?? {});
  if (result.success) {
    checkPlaces(storePlaces(result.data));
    return result.data;
  }
  throw new EventStoreError(
    "INVALID_CONFIG",
    `event store settings are wrong: ${z.prettifyError(result.error)}`,
    { cause: result.error },
  );
}

function isRegularExpression(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}
