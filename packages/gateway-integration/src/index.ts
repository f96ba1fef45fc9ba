export type { IgnoredReason } from "./recorder/fact.ts";
export { recordedHooks } from "./recorder/hook-facts.ts";
export type { RecordedHook } from "./recorder/hook-facts.ts";
export { createRecorderMemory } from "./recorder/memory.ts";
export type { RecorderMemory } from "./recorder/memory.ts";
export { createRecorder } from "./recorder/recorder.ts";
export type { Recorder, RecorderOptions } from "./recorder/recorder.ts";
