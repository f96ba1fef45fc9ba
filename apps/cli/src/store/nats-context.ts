import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { EventStoreError } from "@openclaw/event-schema";
import { z } from "zod";
import type { ServerLocation } from "./locate-server.ts";

const text = z.string().transform((value) => value || undefined);

/** What is used of a context of the `nats` command line (jsm.go `natscontext`); empty is not set. */
const contextSchema = z.looseObject({
  url: text.optional(),
  user: text.optional(),
  password: text.optional(),
  token: text.optional(),
  creds: text.optional(),
  nkey: text.optional(),
  cert: text.optional(),
  key: text.optional(),
  ca: text.optional(),
  inbox_prefix: text.optional(),
});

/**
 * The server that a context of the `nats` command line leads to.
 *
 * @throws EventStoreError `INVALID_CONFIG` where there is no such context
 */
export async function readNatsContext(
  name: string,
  env: NodeJS.ProcessEnv,
): Promise<Pick<ServerLocation, "url" | "credentials" | "inboxPrefix">> {
  const configHome = env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config");
  const path = join(configHome, "nats", "context", `${name}.json`);
  try {
    const context = contextSchema.parse(JSON.parse(await readFile(path, "utf8")));
    const { creds, nkey, cert, key, ca } = context;
    return {
      url: urlOf(context),
      credentials: { creds, nkey, cert, key, ca },
      inboxPrefix: context.inbox_prefix,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EventStoreError(
      "INVALID_CONFIG",
      `cannot use the NATS context "${name}": ${reason}`,
      { cause: error },
    );
  }
}

function urlOf({
  url = "nats://127.0.0.1:4222",
  user,
  password = "",
  token,
}: z.infer<typeof contextSchema>): string {
  const secret =
    user === undefined
      ? token && encodeURIComponent(token)
      : `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return secret === undefined ? url : url.replace("://", `://${secret}@`);
}
