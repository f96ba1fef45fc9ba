import { EventStoreError, silentLogger, type Logger } from "@openclaw/event-schema";
import type { Connection, MessageSource } from "@openclaw/jetstream";
import type { PagedEventReader } from "./event-reader.ts";
import { messageSource, type EventStores } from "./event-stores.ts";
import { followStreams } from "./follow/follow-streams.ts";
import { readPage, type NewestPlaces } from "./page/read-page.ts";
import { createDecoder } from "./read/decode-event.ts";
import { planReads } from "./read/plan-reads.ts";
import { readHeads } from "./read/read-heads.ts";
import { readStreams } from "./read/read-streams.ts";

export interface EventReaderOptions {
  readonly logger?: Logger;
}

/**
 * Reads the events of `stores`; nothing is asked of the server before the first read.
 *
 * @throws EventStoreError `INVALID_ARGUMENT` where streams of one name are reached by several connections
 */
export function createEventReader(
  connection: Connection,
  stores: EventStores,
  { logger = silentLogger }: EventReaderOptions = {},
): PagedEventReader {
  checkStreams(connection, stores);
  const decode = createDecoder(logger);
  const sourceOf = (stream: string): MessageSource => {
    const store = Object.values(stores.agents ?? {}).find((each) => each.stream === stream);
    return store === undefined ? connection : messageSource(connection, store);
  };
  const newest: NewestPlaces = new Map();
  return {
    read: (filter = {}, options = {}) =>
      readStreams(planReads(connection, stores, filter), { decode, ...options }),
    heads: (filter = {}, options = {}) => readHeads(planReads(connection, stores, filter), options),
    page: async (filter = {}, options = {}) =>
      readPage(planReads(connection, stores, filter), { filter, decode, newest, ...options }),
    async at({ stream, sequence }) {
      using read = await sourceOf(stream).read(stream, { startSequence: sequence, limit: 1 });
      for await (const message of read.messages)
        if (message.sequence === sequence) return decode(message);
      return undefined;
    },
    follow: (filter = {}, options = {}) =>
      followStreams(planReads(connection, stores, filter), { decode, ...options }),
  };
}

/** Checkpoints and cursors know a stream by its name. */
function checkStreams(connection: Connection, { stream, agents = {} }: EventStores): void {
  const holders = new Map<string, MessageSource>([[stream, connection]]);
  for (const [agent, store] of Object.entries(agents)) {
    const holder = messageSource(connection, store);
    if ((holders.get(store.stream) ?? holder) !== holder)
      throw new EventStoreError(
        "INVALID_ARGUMENT",
        `the store of agent ${agent} has a stream ${store.stream} of another connection than another store's: give it another name`,
      );
    holders.set(store.stream, holder);
  }
}
