import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { EventReader } from "@openclaw/event-query";
import {
  isCoreEvent,
  isEventStoreError,
  parseEvent,
  type OpenClawEvent,
} from "@openclaw/event-schema";
import {
  createForgottenTest,
  storeSession,
  type Tombstone,
} from "@openclaw/event-schema/forgetting";
import { stateDir } from "./state-dir.ts";

/** Whether an event was forgotten on purpose, and is to stay so. */
export type IsForgotten = (event: OpenClawEvent) => boolean;

/**
 * Tells what was forgotten: by the tombstones in the store and, as a store may be lost or its backup be
 * older, by those kept on this machine.
 */
export async function readForgotten(reader: EventReader): Promise<IsForgotten> {
  const tombstones = new Map<string, Tombstone>();
  for (const tombstone of [...(await stored(reader)), ...(await kept())])
    tombstones.set(tombstone.id, tombstone);
  return createForgottenTest([...tombstones.values()]);
}

/** As {@link readForgotten}, of the data of messages; what is no event is not forgotten. */
export async function forgottenData(reader: EventReader): Promise<(data: Uint8Array) => boolean> {
  const isForgotten = await readForgotten(reader);
  return (data) => {
    const event = eventIn(Buffer.from(data).toString());
    return event !== undefined && isForgotten(event);
  };
}

/** Keeps a tombstone on this machine. */
export async function keepTombstone(tombstone: Tombstone): Promise<void> {
  await mkdir(dirname(keptPath()), { recursive: true, mode: 0o700 });
  await appendFile(keptPath(), `${JSON.stringify(tombstone)}\n`, { mode: 0o600 });
}

async function stored(reader: EventReader): Promise<readonly Tombstone[]> {
  const found: Tombstone[] = [];
  try {
    const filter = { session: storeSession, type: "store.forgotten" };
    for await (const { event } of reader.read(filter)) found.push(...tombstonesIn(event));
  } catch (error) {
    // A store that is to be restored is not there yet.
    if (!isEventStoreError(error, "STREAM_NOT_FOUND")) throw error;
  }
  return found;
}

async function kept(): Promise<readonly Tombstone[]> {
  const lines = await readFile(keptPath(), "utf8").catch(() => "");
  return lines.split("\n").flatMap((line) => tombstonesIn(eventIn(line)));
}

function tombstonesIn(event: OpenClawEvent | undefined): readonly Tombstone[] {
  return event !== undefined && isCoreEvent(event, "store.forgotten") ? [event] : [];
}

function eventIn(json: string): OpenClawEvent | undefined {
  try {
    return parseEvent(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function keptPath(): string {
  return join(stateDir(process.env), "event-store", "forgotten.jsonl");
}
