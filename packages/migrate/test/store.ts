import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openPublisher, type Publisher, type PublisherOptions } from "@openclaw/event-publisher";
import { createEventReader, type EventReader, type StoredEvent } from "@openclaw/event-query";
import { connect, type Connection } from "@openclaw/jetstream";
import { startTestServer } from "@openclaw/jetstream/testing";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import type { RollbackOptions } from "../src/index.ts";

/** A store on a server of its own. */
export interface Store extends AsyncDisposable {
  readonly url: string;
  readonly connection: Connection;
  readonly publisher: Publisher;
  /** Of the publisher. */
  readonly options: PublisherOptions;
  readonly reader: EventReader;
  readonly remove: RollbackOptions["remove"];
  /** All that it holds. */
  events(): Promise<readonly StoredEvent[]>;
}

const stream = "openclaw-events";
const subjectPrefix = "openclaw.events";

export async function openStore({ maxAgeMs = 0 } = {}): Promise<Store> {
  const server = await startTestServer();
  const connection = connect({ url: server.url });
  await connection.ensureStream({ name: stream, subjects: [`${subjectPrefix}.>`], maxAgeMs });
  const options: PublisherOptions = {
    streamName: stream,
    subjectPrefix,
    maxAgeMs,
    outbox: "memory",
  };
  const publisher = await openPublisher(connection, options);
  const reader = createEventReader(connection, { stream, subjectPrefix });
  return {
    url: server.url,
    connection,
    publisher,
    options,
    reader,
    remove: async (place) => connection.remove(place),
    async events() {
      const events: StoredEvent[] = [];
      for await (const stored of reader.read()) events.push(stored);
      return events;
    },
    async [Symbol.asyncDispose]() {
      await publisher.close();
      await connection[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A directory with files, gone when disposed of. */
export interface Workspace extends AsyncDisposable {
  readonly dir: string;
  write(path: string, content: string | Uint8Array): Promise<void>;
}

export async function createWorkspace(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Workspace> {
  const temporary = await temporaryDir();
  const { dir } = temporary;
  const write = async (path: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  };
  for (const [path, content] of Object.entries(files)) await write(path, content);
  return { ...temporary, write };
}

/** A copy of the state directory of a gateway before SQLite. */
export async function legacyState(): Promise<Workspace> {
  const workspace = await createWorkspace();
  await cp(new URL("fixtures/legacy", import.meta.url), workspace.dir, { recursive: true });
  return workspace;
}
