import type { OpenClawEvent } from "@openclaw/event-schema";
import { boundedMap } from "../recorder/bounded.ts";
import { createRecorderMemory, type RecorderMemory } from "../recorder/memory.ts";
import type { Recorder } from "../recorder/recorder.ts";
import type { EventStore } from "../store/event-store.ts";

/**
 * What all copies of the plugin in a process share. The gateway loads a plugin as several module copies,
 * calls most hooks in another one than starts its services, and makes new ones on every reload.
 */
export interface SharedState {
  /** Which version of this interface it is. */
  readonly shape: 1;
  readonly memory: RecorderMemory;
  /** What is in the system prompt of each session, by agent and session. */
  readonly blocks: ReturnType<typeof boundedMap<string, string>>;
  /** Events taken while no store is open: until the first start and during a reload. */
  readonly kept: OpenClawEvent[];
  /** When each hook last fired, in Unix milliseconds. */
  readonly fired: Map<string, number>;
  recorder: Recorder | undefined;
  store: EventStore | undefined;
  /** Of the store before. */
  closing: Promise<void> | undefined;
  /** Ends listening to the buses of the process. */
  stopListening: (() => void) | undefined;
}

const key = Symbol.for("openclaw.event-store");
const maxKept = 10_000;

/** The state of this process, made by whichever copy asks first. */
export function sharedState(): SharedState {
  const found: unknown = Reflect.get(globalThis, key);
  if (isSharedState(found)) return found;
  const state: SharedState = {
    shape: 1,
    memory: createRecorderMemory(),
    blocks: boundedMap(10_000),
    kept: [],
    fired: new Map(),
    recorder: undefined,
    store: undefined,
    closing: undefined,
    stopListening: undefined,
  };
  Reflect.set(globalThis, key, state);
  return state;
}

/** Hands an event to the open store, or keeps it for the next one; `false` where it is not taken. */
export function take(state: SharedState, event: OpenClawEvent): boolean {
  if (state.store !== undefined) return state.store.publish(event);
  if (state.kept.length >= maxKept) return false;
  // What the gateway hands over may change after its handlers have returned.
  state.kept.push(structuredClone(event));
  return true;
}

function isSharedState(value: unknown): value is SharedState {
  return typeof value === "object" && value !== null && "shape" in value && value.shape === 1;
}
