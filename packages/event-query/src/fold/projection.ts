import type { OpenClawEvent } from "@openclaw/event-schema";
import type { z } from "zod";
import type { EventFilter } from "../event-reader.ts";

/** A state made of events, one after the other. */
export interface Projection<State> {
  /** Letters, digits, `-` and `_`. */
  readonly name: string;
  /** To be raised with every change of what the state means: older snapshots are then left aside. */
  readonly version: number;
  /** The events it is made of. @defaultValue all */
  readonly filter?: EventFilter;
  /** The shape of the state as JSON; a snapshot that does not fit is left aside. */
  readonly schema: z.ZodType<State>;
  readonly initial: State;
  /** A pure function: the state with one more event. */
  readonly apply: (state: State, event: OpenClawEvent) => State;
}
