import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { addAbortSignal, type Readable } from "node:stream";
import type { Publisher } from "@openclaw/event-publisher";
import { importNdjson } from "@openclaw/event-query";
import { EventStoreError, type OpenClawEvent } from "@openclaw/event-schema";
import type { StoreFlags } from "../options.ts";
import { readForgotten, type IsForgotten } from "../store/forgotten.ts";
import { openStore, type OpenStore } from "../store/open-store.ts";
import { openWriter } from "../store/open-writer.ts";
import { formatBytes } from "../terminal/format.ts";
import { interruptSignal } from "../terminal/interrupt.ts";
import { print, printJson } from "../terminal/print.ts";
import { createProgressLine } from "../terminal/progress.ts";

/** Characters of events under way at a time, far below what a publisher holds in memory. */
const windowLength = 8 * 1024 * 1024;

/**
 * Stores the events of a file that the store does not have yet.
 *
 * @throws EventStoreError `INVALID_EVENT`, naming the line, or `UNAVAILABLE` where events do not get stored
 */
export async function importEvents(file: string, flags: StoreFlags): Promise<void> {
  await using store = await openStore(flags);
  await using target = createTarget(store, await readForgotten(store.reader));
  const read = await (file === "-" ? take(process.stdin, target) : takeFile(file, target));
  await target.flush();
  const { added } = target;
  if (flags.json) printJson({ events: read, added, known: read - added });
  else print(`stored ${added} of ${read} events; the store had the others, or has forgotten them`);
}

async function takeFile(file: string, target: Target): Promise<number> {
  using line = createProgressLine(formatBytes);
  const { size } = await stat(file);
  const input = createReadStream(file);
  return take(input, target, () => line.show(input.bytesRead, size, file));
}

async function take(input: Readable, target: Target, onProgress?: () => void): Promise<number> {
  const signal = interruptSignal();
  // Standard input may stay open for ever.
  addAbortSignal(signal, input);
  return importNdjson(input, { sink: target.take, onProgress, signal });
}

interface Target extends AsyncDisposable {
  readonly added: number;
  readonly take: (event: OpenClawEvent, length: number) => Promise<void>;
  flush(): Promise<void>;
}

/** Each agent's events go to its own stream, but for those it holds and those that were forgotten. */
function createTarget(store: OpenStore, isForgotten: IsForgotten): Target {
  const publishers = new Map<string, Publisher>();
  const known = new Map<string, Set<string>>();
  let added = 0;
  let pending = 0;

  const open = async (agent: string): Promise<Publisher> => {
    const publisher = publishers.get(agent) ?? (await openWriter(store, agent));
    publishers.set(agent, publisher);
    return publisher;
  };

  const idsOf = async (agent: string): Promise<Set<string>> => {
    const ids = known.get(agent) ?? new Set<string>();
    if (known.has(agent)) return ids;
    known.set(agent, ids);
    for await (const { id } of store.reader.heads({ agent })) ids.add(id);
    return ids;
  };

  const flush = async (): Promise<void> => {
    pending = 0;
    for (const publisher of publishers.values())
      if (!(await publisher.flush()))
        throw new EventStoreError(
          "UNAVAILABLE",
          `events did not get stored: ${publisher.status.lastError ?? "the server is slow"}; import again to go on`,
        );
  };

  return {
    get added() {
      return added;
    },
    async take(event, length) {
      if (isForgotten(event)) return;
      const publisher = await open(event.agent);
      const ids = await idsOf(event.agent);
      if (ids.has(event.id)) return;
      ids.add(event.id);
      pending += length;
      if (pending > windowLength) await flush();
      if (!publisher.publish(event))
        throw new EventStoreError("PAYLOAD_TOO_LARGE", `event ${event.id} is too large to import`);
      added += 1;
    },
    flush,
    async [Symbol.asyncDispose]() {
      for (const publisher of publishers.values()) await publisher[Symbol.asyncDispose]();
    },
  };
}
