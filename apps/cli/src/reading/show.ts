import type { EventHead } from "@openclaw/event-query";
import { EventStoreError } from "@openclaw/event-schema";
import { stringify } from "yaml";
import type { StoreFlags } from "../options.ts";
import { openStore, type OpenStore } from "../store/open-store.ts";
import { dim, print, printJson, printable } from "../terminal/print.ts";
import { localTime } from "../time/local-time.ts";

export interface ShowFlags extends StoreFlags {
  readonly agent?: readonly string[] | undefined;
}

/**
 * Prints one event with all it holds.
 *
 * @throws EventStoreError `EVENT_NOT_FOUND`, or `INVALID_ARGUMENT` where several ids begin like that
 */
export async function show(id: string, flags: ShowFlags): Promise<void> {
  await using store = await openStore(flags);
  const { stream, sequence } = await find(store, id, flags.agent);
  const stored = await store.reader.at({ stream, sequence });
  if (stored === undefined)
    throw new EventStoreError(
      "EVENT_NOT_FOUND",
      `message ${sequence} of ${stream} was deleted meanwhile, or is no event`,
    );
  const { event, storedAt } = stored;
  if (flags.json) printJson({ event, stream, sequence, storedAt });
  else {
    print(dim(`# ${stream} ${sequence}, stored ${localTime(storedAt)}`));
    print(printable(stringify(event).trimEnd()));
  }
}

async function find(
  { reader }: OpenStore,
  id: string,
  agent: ShowFlags["agent"],
): Promise<EventHead> {
  const found: EventHead[] = [];
  for await (const head of reader.heads({ agent })) {
    if (head.id === id) return head;
    if (head.id.startsWith(id)) found.push(head);
  }
  const [only, ...others] = found;
  if (only === undefined)
    throw new EventStoreError(
      "EVENT_NOT_FOUND",
      `no stored event has the id ${id}; look for it with \`openclaw-events query --json\``,
    );
  if (others.length > 0)
    throw new EventStoreError(
      "INVALID_ARGUMENT",
      `${found.length} events have ids that begin with ${id}; give more of it`,
    );
  return only;
}
