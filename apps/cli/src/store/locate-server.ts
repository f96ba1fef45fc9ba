import { EventStoreError } from "@openclaw/event-schema";
import type { EventStoreConfig } from "@openclaw/event-schema/config";
import type { CredentialFiles } from "@openclaw/jetstream";
import { readServerRecord } from "@openclaw/jetstream/server";
import type { StoreFlags } from "../options.ts";
import { readNatsContext } from "./nats-context.ts";
import { serverDir } from "./state-dir.ts";

/** The server to connect to, and how. */
export interface ServerLocation {
  readonly url: string;
  readonly credentials: CredentialFiles;
  readonly inboxPrefix?: string | undefined;
  /** What named the server, for people. */
  readonly source: string;
  /** Whether flags or the environment named it, rather than the settings. */
  readonly isNamedByHand: boolean;
}

type Found = Omit<ServerLocation, "isNamedByHand">;

/**
 * Finds the server: flags, then environment, then the config file, then the embedded server.
 *
 * @throws EventStoreError `INVALID_ARGUMENT`, `INVALID_CONFIG`, or `UNAVAILABLE` where nothing names one
 */
export async function locateServer(
  flags: StoreFlags,
  config: EventStoreConfig,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ServerLocation> {
  const named = (await fromFlags(flags, env)) ?? (await fromEnvironment(env));
  const found = named ?? fromConfig(config, env) ?? (await fromEmbedded(serverDir(undefined, env)));
  if (found === undefined)
    throw new EventStoreError(
      "UNAVAILABLE",
      "no NATS server is named and no embedded one was ever started: run `openclaw-events up`, or set --url, NATS_URL or a config file",
    );
  const creds = flags.creds ?? found.credentials.creds;
  return {
    ...found,
    credentials: { ...found.credentials, creds },
    isNamedByHand: named !== undefined,
  };
}

async function fromFlags(
  { url, context, dir }: StoreFlags,
  env: NodeJS.ProcessEnv,
): Promise<Found | undefined> {
  if (url !== undefined) {
    if (url.includes("@"))
      throw new EventStoreError(
        "INVALID_ARGUMENT",
        "a password in --url can be seen by everyone on this machine: set NATS_URL to the whole URL, or use --creds, --context or a config file",
      );
    return { url, credentials: filesOf(env), source: "--url" };
  }
  if (context !== undefined)
    return { ...(await readNatsContext(context, env)), source: `--context ${context}` };
  if (dir === undefined) return undefined;
  const embedded = await fromEmbedded(dir);
  if (embedded !== undefined) return embedded;
  throw new EventStoreError(
    "UNAVAILABLE",
    `no embedded server was ever started in ${dir}: run \`openclaw-events up --dir ${dir}\``,
  );
}

async function fromEnvironment(env: NodeJS.ProcessEnv): Promise<Found | undefined> {
  const { NATS_CONTEXT: context, NATS_URL: url } = env;
  if (context)
    return { ...(await readNatsContext(context, env)), source: `NATS_CONTEXT ${context}` };
  return url
    ? { url: withUser(url, env), credentials: filesOf(env), source: "NATS_URL" }
    : undefined;
}

/** As the `nats` command line has it: `NATS_USER` alone is a token. */
function withUser(
  url: string,
  { NATS_USER: user, NATS_PASSWORD: password }: NodeJS.ProcessEnv,
): string {
  if (!user || url.includes("@")) return url;
  const secret = encodeURIComponent(user) + (password ? `:${encodeURIComponent(password)}` : "");
  return url.includes("://") ? url.replace("://", `://${secret}@`) : `nats://${secret}@${url}`;
}

function fromConfig(
  { url, credentials, inboxPrefix, tls }: EventStoreConfig,
  env: NodeJS.ProcessEnv,
): Found | undefined {
  if (url === undefined) return undefined;
  const files = filesOf(env);
  const creds = credentials ?? files.creds;
  return { url, credentials: { ...files, ...tls, creds }, inboxPrefix, source: "config file" };
}

async function fromEmbedded(dir: string): Promise<Found | undefined> {
  const record = await readServerRecord(dir);
  return record && { url: record.url, credentials: {}, source: `embedded server in ${dir}` };
}

function filesOf(env: NodeJS.ProcessEnv): CredentialFiles {
  return {
    creds: env["NATS_CREDS"] || undefined,
    nkey: env["NATS_NKEY"] || undefined,
    ca: env["NATS_CA"] || undefined,
    cert: env["NATS_CERT"] || undefined,
    key: env["NATS_KEY"] || undefined,
  };
}
