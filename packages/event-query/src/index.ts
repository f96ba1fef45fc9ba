export type { EventFilter, EventReader, StoredEvent } from "./event-reader.ts";
