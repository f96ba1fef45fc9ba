export { createEventReader } from "./create-event-reader.ts";
export type { EventReaderOptions } from "./create-event-reader.ts";
export type {
  Checkpoint,
  EventFilter,
  EventHead,
  EventReader,
  EventPage,
  FollowOptions,
  Order,
  PagedEventReader,
  PageOptions,
  ReadOptions,
  StoredEvent,
  SubjectOfEvents,
} from "./event-reader.ts";
export type { AgentEventStore, EventStore, EventStores } from "./event-stores.ts";
export { matchEvent } from "./match-event.ts";
