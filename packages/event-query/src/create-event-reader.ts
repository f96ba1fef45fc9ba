import { silentLogger, type Logger } from "@openclaw/event-schema";
import type { Connection } from "@openclaw/jetstream";
import { createDecoder } from "./decode-event.ts";
import type { PagedEventReader } from "./event-reader.ts";
import type { EventStores } from "./event-stores.ts";
import { followStreams } from "./follow-streams.ts";
import { readPage, type NewestPlaces } from "./page/read-page.ts";
import { planReads } from "./plan-reads.ts";
import { readHeads } from "./read-heads.ts";
import { readStreams } from "./read-streams.ts";

export interface EventReaderOptions {
  readonly logger?: Logger;
}

/** Reads the events of `stores`; nothing is asked of the server before the first read. */
export function createEventReader(
  connection: Connection,
  stores: EventStores,
  { logger = silentLogger }: EventReaderOptions = {},
): PagedEventReader {
  const decode = createDecoder(logger);
  const newest: NewestPlaces = new Map();
  return {
    read: (filter = {}, options = {}) =>
      readStreams(planReads(connection, stores, filter), { filter, decode, ...options }),
    heads: (filter = {}, options = {}) => readHeads(planReads(connection, stores, filter), options),
    page: async (filter = {}, options = {}) =>
      readPage(planReads(connection, stores, filter), { filter, decode, newest, ...options }),
    follow: (filter = {}, options = {}) =>
      followStreams(planReads(connection, stores, filter), { filter, decode, ...options }),
  };
}
