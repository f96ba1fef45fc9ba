export { buildContext } from "./build-context.ts";
export type { ContextBlock, ContextItem, ContextRequest } from "./build-context.ts";
export { createContextInjector } from "./context-injector.ts";
export type {
  AgentContextRequest,
  ContextInjector,
  ContextInjectorOptions,
} from "./context-injector.ts";
export { createFileSnapshots } from "./file-snapshots.ts";
export type { SnapshotStore } from "./file-snapshots.ts";
export { createAgentMemory } from "./memory.ts";
export type { Forgotten } from "./forgotten.ts";
export type { AgentMemory } from "./memory.ts";
export { messageOf } from "./message.ts";
export type { Message } from "./message.ts";
