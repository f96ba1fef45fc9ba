import type { StoredEvent } from "../event-reader.ts";
import type { DecodeEvent } from "../read/decode-event.ts";
import type { StreamPlan } from "../read/plan-reads.ts";

/** A part of what one stream holds for a filter, in the order of the page. */
export interface StreamSlice {
  readonly events: readonly StoredEvent[];
  /** Sequence up to which the stream was looked at, in the direction of the page. */
  readonly sequence: number;
  /** Whether there may be more beyond. */
  readonly more: boolean;
}

/** What to take from one stream. */
export interface SliceOptions {
  readonly plan: StreamPlan;
  readonly limit: number;
  /** The event of a message, where it is one that passes the filter. */
  readonly pick: DecodeEvent;
  readonly signal: AbortSignal | undefined;
}
