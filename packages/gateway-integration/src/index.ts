export type { IgnoredReason } from "./recorder/fact.ts";
export { recordedHooks } from "./recorder/hook-facts.ts";
export type { RecordedHook } from "./recorder/hook-facts.ts";
export { createRecorderMemory } from "./recorder/memory.ts";
export type { RecorderMemory } from "./recorder/memory.ts";
export { createRecorder } from "./recorder/recorder.ts";
export type { Recorder, RecorderOptions } from "./recorder/recorder.ts";
export { createEventStore } from "./store/event-store.ts";
export type {
  EventStore,
  EventStoreHost,
  SessionContextRequest,
  StoreStatus,
} from "./store/event-store.ts";
export { readConfigFile } from "./store/read-config-file.ts";
