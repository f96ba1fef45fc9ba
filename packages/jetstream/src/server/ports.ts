import { once } from "node:events";
import { connect, createServer } from "node:net";
import { EventStoreError } from "@openclaw/event-schema";
import { z } from "zod";

const infoSchema = z.object({ version: z.string(), jetstream: z.boolean().default(false) });

/** What a NATS server says of itself when a client connects, `undefined` where none answers. */
export async function readServerInfo(
  port: number,
): Promise<z.infer<typeof infoSchema> | undefined> {
  const socket = connect(port, "127.0.0.1");
  try {
    const [line] = await once(socket, "data", { signal: AbortSignal.timeout(1000) });
    const text = /^INFO (.*)\r\n/.exec(String(line))?.[1];
    return text === undefined ? undefined : infoSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

/**
 * The wanted port if it is free, else the preferred one, else any.
 *
 * @throws EventStoreError `IN_USE` where the wanted port is taken
 */
export async function freePort({
  wanted,
  preferred,
}: {
  readonly wanted?: number | undefined;
  readonly preferred?: number | undefined;
}): Promise<number> {
  const port = await tryPort(wanted ?? preferred ?? 0);
  if (port !== undefined) return port;
  if (wanted !== undefined)
    throw new EventStoreError("IN_USE", `port ${wanted} is taken; choose another one`);
  return freePort({});
}

async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" ? address?.port : undefined;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}
