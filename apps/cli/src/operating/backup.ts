import { join, resolve } from "node:path";
import type { EventStore } from "@openclaw/event-query";
import { agentPrefix, subjectFilter } from "@openclaw/event-schema";
import type { BackupManifest, Connection } from "@openclaw/jetstream";
import type { StoreFlags } from "../options.ts";
import { openStore, type OpenStore } from "../store/open-store.ts";
import { formatBytes } from "../terminal/format.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/print.ts";
import { createProgressLine } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";

export interface BackupFlags extends StoreFlags {
  readonly agent?: string | undefined;
}

/** One stream to take, or a part of it. */
interface Task {
  readonly connection: Connection;
  readonly stream: string;
  readonly subjects?: readonly string[];
}

/**
 * Writes each stream of the settings, or what one agent has, below a directory.
 *
 * @throws EventStoreError as `Connection.backup`
 */
export async function backup(directory: string, flags: BackupFlags): Promise<void> {
  const signal = interruptSignal();
  await using store = await openStore(flags);
  const manifests: BackupManifest[] = [];
  for (const { connection, stream, subjects } of tasksOf(store, flags.agent)) {
    using line = createProgressLine();
    manifests.push(
      await connection.backup(stream, {
        dir: join(directory, stream),
        subjects,
        signal,
        onProgress: (done, total) => line.show(done, total, stream),
      }),
    );
  }
  const written = manifests.map(({ stream, messages, bytes, consumers, contentSha256 }) => ({
    stream,
    messages,
    bytes,
    consumers: consumers.length,
    contentSha256,
    path: resolve(directory, stream),
  }));
  if (flags.json) printJson({ backups: written });
  else
    print(
      table(
        ["STREAM", "EVENTS", "SIZE", "CONSUMERS", "WRITTEN TO"],
        written.map(({ stream, messages, bytes, consumers, path }) => [
          stream,
          String(messages),
          formatBytes(bytes),
          String(consumers),
          path,
        ]),
      ),
    );
}

function tasksOf({ connection, stores, streams }: OpenStore, agent?: string): readonly Task[] {
  if (agent === undefined)
    return streams.map(({ spec, ...place }) => ({ ...place, stream: spec.name }));
  const own = Object.hasOwn(stores.agents ?? {}, agent) ? stores.agents?.[agent] : undefined;
  const place = own?.connection ?? connection;
  return [{ connection: place, ...partOf(own ?? stores, agent) }];
}

/** Naming the visibility keeps out the agents below the prefix. */
function partOf({ stream, subjectPrefix }: EventStore, agent: string): Omit<Task, "connection"> {
  const prefix = agentPrefix(subjectPrefix, agent);
  const visibilities = ["internal", "public"] as const;
  return {
    stream,
    subjects: visibilities.map((each) => subjectFilter(prefix, { visibility: each })),
  };
}
