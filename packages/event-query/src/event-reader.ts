import type { OpenClawEvent, Visibility } from "@openclaw/event-schema";

/** An event with its place in the store. */
export interface StoredEvent {
  readonly event: OpenClawEvent;
  readonly stream: string;
  /** Position in the stream. */
  readonly sequence: number;
}

/** Which events to read; what is left out is not restricted. */
export interface EventFilter {
  readonly agent?: string | readonly string[];
  /** Session key; `*` stands for any characters. */
  readonly session?: string;
  /** Types or families such as `conversation.*`. */
  readonly type?: string | readonly string[];
  readonly visibility?: Visibility;
  readonly runId?: string;
  readonly toolName?: string;
  /** Part of a message's text, without regard to case. */
  readonly text?: string;
  /** Unix milliseconds, inclusive. */
  readonly since?: number;
  /** Unix milliseconds, exclusive. */
  readonly until?: number;
}

/** Where events are read from; the layers above know nothing of the transport. */
export interface EventReader {
  /** The stored events that pass the filter, oldest first, up to those stored when it is called. */
  read(
    filter?: EventFilter,
    options?: { readonly signal?: AbortSignal },
  ): AsyncIterable<StoredEvent>;
  /** As {@link read}, then on with events as they are stored, until `signal` aborts. */
  follow(
    filter?: EventFilter,
    options?: { readonly after?: number; readonly signal?: AbortSignal },
  ): AsyncIterable<StoredEvent>;
}
