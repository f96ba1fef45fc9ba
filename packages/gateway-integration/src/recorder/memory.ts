import type { Fact } from "@openclaw/event-schema/transcript";
import { boundedMap } from "./bounded.ts";

/** What is known of a run while it lasts. */
export interface Run {
  readonly session?: string | undefined;
  readonly agent?: string | undefined;
  /** Of the last agent event. */
  readonly seq?: number | undefined;
  readonly model?: string | undefined;
  readonly channel?: string | undefined;
  /** Seen from its start on. */
  readonly whole?: boolean | undefined;
  /** An answer of it has been recorded. */
  readonly said?: boolean | undefined;
  /** It has ended. */
  readonly over?: boolean | undefined;
}

export interface Session {
  /** Its start has been recorded, its end has not. */
  readonly open?: boolean | undefined;
  /** Its start was told by nothing but its first activity. */
  readonly implicit?: boolean | undefined;
  /** The run that started last. */
  readonly runId?: string | undefined;
  /** Where the message came from that the next run answers. */
  readonly channel?: string | undefined;
  /** Whose sub-agent it is has been told, or that it is none. */
  readonly spawned?: boolean | undefined;
  /** It is the sub-agent's of a session of which nothing may be recorded. */
  readonly hidden?: boolean | undefined;
  /** Of the compaction under way. */
  readonly tokenCount?: number | undefined;
}

/**
 * What the recorder remembers to know a fact it has seen and to complete what a source leaves out.
 * Bounded: the oldest is forgotten first.
 */
export interface RecorderMemory {
  readonly told: ReturnType<typeof boundedMap<string, true>>;
  readonly toolStarts: ReturnType<typeof boundedMap<string, number>>;
  /** What sub-agents' sessions have told before it was told whose they are. */
  readonly early: ReturnType<typeof boundedMap<string, readonly Fact[]>>;
  run(runId: string): Run;
  /** Whether anything has been heard of a run. */
  knowsRun(runId: string): boolean;
  updateRun(runId: string, change: Run): void;
  session(key: string): Session;
  updateSession(key: string, change: Session): void;
}

export function createRecorderMemory(): RecorderMemory {
  const runs = boundedMap<string, Run>(1000);
  const sessions = boundedMap<string, Session>(10_000);
  const run = (runId: string): Run => runs.get(runId) ?? {};
  const session = (key: string): Session => sessions.get(key) ?? {};
  return {
    told: boundedMap(20_000),
    toolStarts: boundedMap(1000),
    early: boundedMap(1000),
    run,
    knowsRun: (runId) => runs.has(runId),
    updateRun: (runId, change) => runs.set(runId, { ...run(runId), ...change }),
    session,
    updateSession: (key, change) => sessions.set(key, { ...session(key), ...change }),
  };
}
