import { parseEmitted } from "./emitted-event.ts";
import type { OpenClawEvent } from "./event.ts";

/** Takes over an event at once, without waiting for anything. */
export type EventSink = (event: OpenClawEvent) => void;

/** A bound sink. */
export interface SinkBinding {
  /** How many emitted events were lost before the sink was bound. */
  readonly dropped: number;
  /** Lets go of the sink; from now on events are kept for the next one. */
  readonly unbind: () => void;
}

/** What all copies of this package in a process share; a later version may add to it, not change it. */
interface Hub {
  sink: EventSink | undefined;
  readonly kept: OpenClawEvent[];
  dropped: number;
}

/** The gateway loads each plugin as several module copies, which have only `globalThis` in common. */
const key = Symbol.for("openclaw.event-store.hub");

/** Where emitted events meet the store, whichever of the two is loaded first. */
export function sharedHub(): Hub {
  const found: unknown = Reflect.get(globalThis, key);
  if (isHub(found)) return found;
  const hub: Hub = { sink: undefined, kept: [], dropped: 0 };
  Reflect.defineProperty(globalThis, key, { value: hub });
  return hub;
}

/**
 * Makes `receive` the one that receives every emitted event of this process, in place of an earlier one.
 * The events kept so far are handed to it first, in the order they were emitted. What no extension may
 * emit, an event of the store's own types or of another agent than the session's, does not reach it.
 */
export function bindSink(receive: EventSink): SinkBinding {
  const hub = sharedHub();
  // Whoever shares the process may hand over anything.
  const sink: EventSink = (event) => receive(parseEmitted(event));
  for (let event = hub.kept.shift(); event !== undefined; event = hub.kept.shift()) {
    try {
      sink(event);
    } catch {
      hub.dropped += 1;
    }
  }
  hub.sink = sink;
  const { dropped } = hub;
  hub.dropped = 0;
  return {
    dropped,
    unbind() {
      if (hub.sink === sink) hub.sink = undefined;
    },
  };
}

function isHub(value: unknown): value is Hub {
  return typeof value === "object" && value !== null && "kept" in value && "dropped" in value;
}
