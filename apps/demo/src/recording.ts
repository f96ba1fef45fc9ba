import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Recorder } from "@openclaw/gateway-integration";
import { z } from "zod";

const recordSchema = z.object({
  /** Unix milliseconds. */
  t: z.number(),
  /** Name of a hook; an event of the agent stream has none. */
  hook: z.string().optional(),
  event: z.unknown().optional(),
  ctx: z.unknown().optional(),
});

type Recorded = z.infer<typeof recordSchema>;

const recordings = createRequire(import.meta.url);

/** What a real OpenClaw 2026.9.6 told a plugin in one run, in the order in which it did. */
export function readRecording(): readonly Recorded[] {
  return ["hooks.jsonl", "agent-events.jsonl"]
    .map((file) => recordings.resolve(`@openclaw/tooling/recordings/openclaw-2026.9.6/${file}`))
    .flatMap((path) => readFileSync(path, "utf8").trim().split("\n"))
    .map((line) => recordSchema.parse(JSON.parse(line)))
    .toSorted((a, b) => a.t - b.t);
}

/** Tells a recorder one thing, as the gateway would. */
export function tell(recorder: Recorder, { hook, event, ctx }: Recorded): void {
  if (hook === undefined) recorder.onAgentEvent(event);
  else recorder.onHook(hook, event, ctx);
}
