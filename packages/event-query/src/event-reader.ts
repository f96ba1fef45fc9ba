import type { OpenClawEvent, Visibility } from "@openclaw/event-schema";

/** An event with its place in the store. */
export interface StoredEvent {
  readonly event: OpenClawEvent;
  readonly stream: string;
  /** Position in the stream. */
  readonly sequence: number;
  /** Unix milliseconds at which the server stored it. */
  readonly storedAt: number;
}

/** Which events to read; what is left out is not restricted. */
export interface EventFilter {
  readonly agent?: string | readonly string[] | undefined;
  /** Session key; `*` stands for any characters. */
  readonly session?: string | undefined;
  /** Types or families such as `conversation.*`. */
  readonly type?: string | readonly string[] | undefined;
  readonly visibility?: Visibility | undefined;
  readonly runId?: string | undefined;
  readonly toolName?: string | undefined;
  /** Part of a message's text, without regard to case. */
  readonly text?: string | undefined;
  /** Unix milliseconds, inclusive. */
  readonly since?: number | undefined;
  /** Unix milliseconds, exclusive. */
  readonly until?: number | undefined;
}

/** What the server tells of a stored event without its content. */
export interface EventHead {
  readonly id: string;
  /** `<agent prefix>.<visibility>.<session>.<type>`, each part encoded. */
  readonly subject: string;
  readonly stream: string;
  readonly sequence: number;
  /** Unix milliseconds at which the server stored it. */
  readonly storedAt: number;
}

/** What of a filter the subjects of events tell. */
export type SubjectOfEvents = Pick<EventFilter, "agent" | "type" | "visibility"> & {
  /** Session key. */
  readonly session?: string | undefined;
  /** Unix milliseconds. Subjects tell no times, so some that happened earlier are told, too. */
  readonly since?: number | undefined;
};

/** How far each stream has been read: the sequence of its last event. */
export type Checkpoint = Readonly<Record<string, number>>;

export interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

export interface ReadOptions extends Abortable {
  /** Where to go on; streams that are not named are read from their start. */
  readonly after?: Checkpoint | undefined;
}

export interface FollowOptions extends ReadOptions {
  /** Called once, when all events stored at the start have been handed over. */
  readonly onCaughtUp?: (() => void) | undefined;
}

/** Where events are read from; the layers above know nothing of the transport. */
export interface EventReader {
  /**
   * The stored events that pass the filter, oldest first, up to those stored when it is called. The
   * order is that in which they were stored.
   */
  read(filter?: EventFilter, options?: ReadOptions): AsyncIterable<StoredEvent>;
  /** As {@link read}, without the content: tells what is there at the cost of ids. */
  heads(filter?: SubjectOfEvents, options?: ReadOptions): AsyncIterable<EventHead>;
  /** As {@link read}, then on with events as they are stored, until `signal` aborts. */
  follow(filter?: EventFilter, options?: FollowOptions): AsyncIterable<StoredEvent>;
}

/** Oldest or newest first. */
export type Order = "asc" | "desc";

export interface PageOptions extends Abortable {
  /** @defaultValue "asc" */
  readonly order?: Order | undefined;
  /** Most events of the page, 1 to 10000. @defaultValue 100 */
  readonly limit?: number | undefined;
  /** The cursor of the page before, of the same filter and order. @defaultValue begin at the first page */
  readonly cursor?: string | undefined;
}

export interface EventPage {
  readonly events: readonly StoredEvent[];
  /** Leads to the next page; `undefined` where this is the last one. */
  readonly cursor: string | undefined;
}

/** A reader that gives events page by page and by place, too. */
export interface PagedEventReader extends EventReader {
  /**
   * A page of the stored events that pass the filter, by at most two requests to each stream. Events
   * that come or go between two pages shift no other event.
   *
   * @throws EventStoreError `INVALID_ARGUMENT` for a limit or cursor that cannot be
   */
  page(filter?: EventFilter, options?: PageOptions): Promise<EventPage>;
  /** The event at a place, `undefined` where there is none any more. */
  at(place: Pick<StoredEvent, "stream" | "sequence">): Promise<StoredEvent | undefined>;
}
