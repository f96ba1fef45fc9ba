import type { HookContext } from "./hook-schemas.ts";
import type { RecorderMemory } from "./memory.ts";

/** One firing of a hook. */
export interface HookCall {
  readonly event: unknown;
  readonly context: HookContext;
  /** Unix milliseconds. */
  readonly at: number;
  readonly memory: RecorderMemory;
}
